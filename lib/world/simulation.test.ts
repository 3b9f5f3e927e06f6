import { describe, expect, test } from "vitest";
import { stationEvent } from "../ledger/schema.ts";
import { STATIONS } from "../ledger/states.ts";
import { endlessLetters, sentNow } from "./simulation.ts";

const LETTERS = 400;
const MINUTE = 60_000;
const START = Date.parse("2026-11-23T10:00:00Z");
const FROM = START + 10 * MINUTE;
const TO = START + 20 * MINUTE;

function letters(run = "test") {
  const source = endlessLetters(run);
  return Array.from({ length: LETTERS }, () => {
    const letter = source.next().value;
    if (!letter) throw new Error("The letters came to an end");
    return letter;
  });
}
/** When the letter with this number is sent: evenly over the half hour. */
const sentAt = (index: number) => START + Math.round((index * 30 * MINUTE) / LETTERS);

describe("simulated traffic", () => {
  test("is of the contract, with ids that no other run has", () => {
    const idsOf = (run: string) =>
      letters(run).flatMap((letter, index) =>
        sentNow(letter, sentAt(index), null).map(({ event }) => stationEvent.parse(event).id),
      );
    const [one, other] = [new Set(idsOf("one")), new Set(idsOf("other"))];
    expect(one.size).toBeGreaterThan(LETTERS * 5);
    expect([...one].filter((id) => other.has(id))).toEqual([]);
  });

  test.each(STATIONS)(
    "where %s stands still nothing passes it, and all of it comes afterwards, in its order",
    (station) => {
      let held = 0;
      for (const [index, letter] of letters().entries()) {
        const asEver = sentNow(letter, sentAt(index), null);
        const told = sentNow(letter, sentAt(index), { station, from: FROM, to: TO });
        expect(told.map(({ event }) => event.id).sort()).toEqual(asEver.map(({ event }) => event.id).sort());
        const during = told.filter(({ event }) => Date.parse(event.at) >= FROM && Date.parse(event.at) < TO);
        expect(during.filter(({ event }) => event.station === station)).toEqual([]);
        const atOf = new Map(asEver.map(({ event }) => [event.id, event.at]));
        held += told.filter(({ event }) => event.at !== atOf.get(event.id)).length;
      }
      // The demo has no access point that reports.
      if (station !== "access_point") expect(held).toBeGreaterThan(LETTERS / 3);
    },
  );
});
