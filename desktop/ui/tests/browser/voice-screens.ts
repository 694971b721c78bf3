/** The screens of voice messages: spoken, waiting, listened to, and without a microphone. */
import type { Page } from "playwright-core";
import type { Screen } from "./screens";
import { inReserve } from "./writing-screens";

/** Speaks for a moment. */
export async function speak(page: Page): Promise<void> {
  await page.getByTestId("voice-record").click();
  await page.getByTestId("voice-length").filter({ hasText: "0:01" }).waitFor();
}

/** Stops; the recording waits. */
export async function stopSpeaking(page: Page): Promise<void> {
  await page.getByTestId("voice-stop").click();
  await page.getByTestId("voice-listen").waitFor();
}

export function voiceScreens(openRoom: (page: Page, roomId: string) => Promise<void>): Screen[] {
  const inRoom = inReserve(openRoom);
  return [
    inRoom("voice-recording", speak),
    inRoom("voice-waiting", async (page) => {
      await speak(page);
      await stopSpeaking(page);
    }),
    inRoom("voice-listening", async (page) => {
      await speak(page);
      await stopSpeaking(page);
      await page.getByTestId("voice-listen").click();
      await page.getByTestId("voice-player").waitFor();
    }),
    {
      name: "voice-no-microphone",
      fake: "conversation",
      reach: async (page) => {
        await openRoom(page, "!trouble");
        await page.getByTestId("voice-record").click();
        await page.getByTestId("problem").filter({ hasText: /micro|мікрофон/i }).waitFor();
      },
    },
  ];
}
