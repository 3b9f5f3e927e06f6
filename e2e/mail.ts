import type { Page } from "@playwright/test";
import { expect } from "./fixtures.ts";
import type { Mail } from "./peers/mailbox.ts";
import { MAILBOX } from "./place.ts";

/** The mail about something that came to an address, once it has. */
export async function mailTo(page: Page, address: string, about: string): Promise<Mail> {
  let found: Mail | undefined;
  await expect
    .poll(
      async () => {
        const response = await page.request.get(MAILBOX.url, { params: { to: address } });
        found = ((await response.json()) as Mail[]).find(({ subject }) => subject.includes(about));
        return found !== undefined;
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  return found ?? { subject: "", text: "" };
}
