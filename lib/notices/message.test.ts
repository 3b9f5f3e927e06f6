import { describe, expect, test } from "vitest";
import type { Because, Signal } from "../subscriptions/shapes.ts";
import type { Outgoing } from "./channels/channel.ts";
import { messageOf } from "./message.ts";

const THREAD = "incident:2026-118";
const signal = (unusual: Partial<Signal> = {}): Signal => ({
  ...{ id: 1, at: "2026-11-24T05:22:00Z", kind: "incident", moment: "updated", thread: THREAD, severity: "major" },
  ...{ trouble: "partial", services: [], stations: [], types: [], installations: [], municipalities: [1, 2, 3] },
  ...{ regions: [], vendors: [], messages: 60, subscriptionId: null },
  title: { da: "Forsinkelse i Beskedfordeler", en: "Delay in the distributor" },
  text: { da: "Vi undersøger årsagen.", en: "We are looking into it." },
  ...unusual,
});
const written = (because: Because[], signals: Signal[] = [signal()], locale = "da") => {
  const outgoing: Outgoing = {
    ...{ dispatchId: "d", thread: THREAD, openedBy: "d", signals, confirm: null },
    reasons: [{ subscription: { id: 1, name: "Alt" }, because }],
    endpoint: { id: 1, channel: "email", address: "vagt@example.org", secret: null, label: "Vagten", locale },
    ...{ alsoTold: null, at: "2026-11-24T05:30:00Z", attempt: 1 },
  };
  return messageOf(outgoing, "https://example.org");
};
const grown = (value: string, thread = THREAD): Because[] => [{ axis: "grown", value: `${thread} ${value}` }];

describe("an update that is the first somebody hears of it", () => {
  test.each([
    ["severity minor", "Det kommer først nu, fordi alvoren er steget fra mindre til alvorlig."],
    [
      "impact 1 12",
      "Det kommer først nu, fordi det er vokset fra 1 kommune og 12 beskeder til 3 kommuner og 60 beskeder.",
    ],
    [
      "impact 1",
      "Det kommer først nu, fordi det er vokset fra 1 kommune (beskeder ikke talt) til 3 kommuner og 60 beskeder.",
    ],
    ["mine", "Det kommer først nu, fordi det nu også rammer jer."],
    ["organisations r2 m4", "Det kommer først nu, fordi det nu også rammer en af dem, der er valgt."],
    ["stations vans", "Det kommer først nu, fordi det nu også gælder det, der er valgt."],
  ])("of which %s kept them out says that it has grown", (value, sentence) => {
    const { subject, items } = written(grown(value));
    expect(subject).toBe("[Åbnet] Forsinkelse i Beskedfordeler");
    expect(items[0]?.text).toBe(`${sentence}\n\nVi undersøger årsagen.`);
  });
  test("says so in English", () => {
    expect(written(grown("severity minor"), [signal()], "en").items[0]?.text).toMatch(
      /^You get this only now because the severity has risen from minor to major\./,
    );
  });
  test("says so where it stands in a message gathered of several, at its first", () => {
    const other = signal({ id: 2, thread: "incident:2026-119" });
    const { items } = written(grown("mine"), [signal(), other, signal({ id: 3 })]);
    expect(items.map(({ text }) => text.startsWith("Det kommer først nu"))).toEqual([false, false, true]);
  });
});

test("an update to somebody who was told before is called one, and says nothing of growth", () => {
  const { subject, items } = written([{ axis: "severity", value: "major" }]);
  expect(subject).toBe("[Opdateret] Forsinkelse i Beskedfordeler");
  expect(items[0]?.text).toBe("Vi undersøger årsagen.");
});
