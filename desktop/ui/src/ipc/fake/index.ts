/** Opens the sample backend as the page's address asks: ?fake=conversation&theme=dark&lang=uk */
import { LOCALES } from "../../l10n/catalogue";
import { type Initial, THEMES } from "../../state/preferences";
import type { Backend } from "../backend";
import { SCENES } from "./FakeAccount";
import { FakeBackend } from "./FakeBackend";

export function openFake(parameters: URLSearchParams): { backend: Backend; preferences: Initial } {
  const scene = SCENES.find((name) => name === parameters.get("fake")) ?? "signed_out";
  return {
    backend: new FakeBackend(scene),
    preferences: {
      locale: LOCALES.find((locale) => locale === parameters.get("lang")),
      theme: THEMES.find((theme) => theme === parameters.get("theme")),
    },
  };
}
