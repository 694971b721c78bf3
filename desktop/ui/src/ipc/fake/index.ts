/** Opens the sample backend as the page's address asks: ?fake=conversation&theme=dark&lang=uk */
import { type Choice, CHOICES, type Initial } from "../../state/preferences";
import type { Backend } from "../backend";
import type { DeskRequest, KeysView, LaterState, Trouble, UpdateView } from "../types";
import { MODES, SCENES } from "./FakeAccount";
import { FakeBackend } from "./FakeBackend";

export function openFake(parameters: URLSearchParams): { backend: Backend; preferences: Initial } {
  const scene = SCENES.find((name) => name === parameters.get("fake")) ?? "signed_out";
  const backend = new FakeBackend(scene);
  // A test plays the officers who switch the operating mode, the service that ends a session, and another window.
  document.addEventListener("depesha-fake-mode", (event) => {
    const mode = (Object.keys(MODES) as (keyof typeof MODES)[]).find((one) => one === (event as CustomEvent).detail);
    if (mode) backend.switchMode(mode);
  });
  document.addEventListener("depesha-fake-keys", (event) => backend.keysCome((event as CustomEvent<KeysView>).detail));
  document.addEventListener("depesha-fake-typing", (event) => {
    const { roomId, names } = (event as CustomEvent<{ roomId: string; names: string[] }>).detail;
    backend.othersType(roomId, names);
  });
  document.addEventListener("depesha-fake-request", (event) => backend.comes((event as CustomEvent<DeskRequest>).detail));
  document.addEventListener("depesha-fake-troubles", (event) => backend.have((event as CustomEvent<Trouble[]>).detail));
  document.addEventListener("depesha-fake-update", (event) => backend.tells((event as CustomEvent<UpdateView>).detail));
  document.addEventListener("depesha-fake-answer", (event) => {
    const { roomId, rootId, text } = (event as CustomEvent<{ roomId: string; rootId: string; text: string }>).detail;
    backend.othersAnswer(roomId, rootId, text);
  });
  document.addEventListener("depesha-fake-received", (event) => {
    const { roomId, name } = (event as CustomEvent<{ roomId: string; name: string }>).detail;
    backend.othersSend(roomId, name);
  });
  document.addEventListener("depesha-fake-deaf", () => backend.deafen());
  document.addEventListener("depesha-fake-unplugged", () => backend.unplug());
  document.addEventListener("depesha-fake-later", (event) => {
    const { words, state } = (event as CustomEvent<{ words: string; state: LaterState }>).detail;
    backend.laterIs(words, state);
  });
  document.addEventListener("depesha-fake-scanned", () => backend.scanned());
  document.addEventListener("depesha-fake-end", () => backend.endSession());
  document.addEventListener("depesha-fake-free", () => backend.freeStore());
  return {
    backend,
    preferences: Object.fromEntries(
      (Object.keys(CHOICES) as Choice[]).map((name) => {
        const wanted = parameters.get(name === "locale" ? "lang" : name);
        return [name, [...CHOICES[name]].find((one: string) => one === wanted)];
      }),
    ),
  };
}
