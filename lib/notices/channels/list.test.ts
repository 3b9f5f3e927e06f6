import { afterEach, expect, test } from "vitest";
import { provideSettings } from "../../env.ts";
import { CHANNEL_LIST, openChannels } from "./list.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const opened = () => {
  const drivers = openChannels();
  closing.push(...drivers.map((driver) => driver.close));
  return drivers;
};

test("each channel of the list is the one it is listed as, where the settings name a way for it", () => {
  const least = ["webhook", "push", "atom", "calendar"];
  expect(opened().map(({ channel }) => channel)).toEqual(least);
  provideSettings({ SMTP_URL: "smtp://127.0.0.1:9", SMS_URL: "http://127.0.0.1:9/", SMS_KEY: "k".repeat(32) });
  expect(opened().map(({ channel }) => channel)).toEqual(Object.keys(CHANNEL_LIST));
});
