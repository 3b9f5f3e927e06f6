import { expect, test } from "vitest";
import { answer, journey, lateJourney, step } from "./fixtures.ts";
import { isUnderMinute, newDays, sendingsOf } from "./hop-rules.ts";

test("each sending stands for itself, with its own envelope and its own answers", () => {
  const [first, second] = sendingsOf(lateJourney());
  expect(first?.envelopeId).toMatch(/^e07b/);
  expect(first?.hops.map(({ step: { station } }) => station)).toEqual(["sender", "vans", "agent", "distributor"]);
  expect(second?.hops.at(-1)?.step).toMatchObject({ station: "sender", direction: "back" });
});

test("a slow leg says where the letter waited, and the step before it is marked as waiting", () => {
  const hops = sendingsOf(lateJourney())[1]?.hops ?? [];
  const mailbox = hops.findIndex(({ step: { station } }) => station === "mailbox");
  expect(hops[mailbox]).toMatchObject({ slow: true, after: "distributor" });
  expect(hops[mailbox - 1]).toMatchObject({ waits: true });
});

test("only a sending that stopped short has a place where it was last seen", () => {
  const seen = sendingsOf(lateJourney()).flatMap(({ hops }) => hops.filter(({ lastSeen }) => lastSeen));
  expect(seen.map(({ step: { station, attempt } }) => [station, attempt])).toEqual([["distributor", 1]]);
});

test("a resend that was answered did not stop where its second copy was last reported", () => {
  const steps = [step("05:12:04", "sender"), step("05:12:10", "recipient"), step("05:42:04", "sender", { attempt: 2 })];
  const answered = [...steps, answer("05:43:00", "recipient", "ok", { attempt: 2 })];
  const seen = (of: typeof steps) =>
    sendingsOf(journey({ steps: of })).flatMap(({ hops }) => hops.filter((h) => h.lastSeen));
  expect(seen(steps)).toHaveLength(1);
  expect(seen(answered)).toEqual([]);
});

test("a leg is counted from the same recipient's step, not from another's", () => {
  const steps = [
    step("05:12:07", "distributor"),
    step("05:12:08", "mailbox", { installationId: 7, legMs: 1_000 }),
    step("05:12:09", "mailbox", { installationId: 8, legMs: 2_000 }),
    step("05:12:10", "recipient", { installationId: 7, legMs: 2_000 }),
  ];
  const hops = sendingsOf(journey({ steps }))[0]?.hops ?? [];
  expect(hops.map(({ after }) => after)).toEqual([null, "distributor", "distributor", "mailbox"]);
});

test("steps of one instant read in the order of the chain, also on the way back", () => {
  const at = "05:12:30";
  const steps = [answer(at, "sender", "ok"), answer(at, "recipient", "ok"), answer(at, "vans", "ok")];
  const hops = sendingsOf(journey({ steps }))[0]?.hops ?? [];
  expect(hops.map(({ step: { station } }) => station)).toEqual(["recipient", "vans", "sender"]);
});

test.each([
  ["stated to the minute, in the same minute", 0, true, true],
  ["stated to the minute, counted from a clock with seconds", 59_999, true, true],
  ["stated to the minute, a minute apart", 60_000, true, false],
  ["stated to the second", 59_999, false, false],
  ["not known", null, true, false],
])(
  "a wait between times %s reads as under a minute only where no more is known (legacy times, DOMAIN 1.6)",
  (_, ms, coarse, under) => {
    expect(isUnderMinute(ms, coarse)).toBe(under);
  },
);

test("a day is told where it changes, by Danish midnight, and nothing where all is of the letter's own day", () => {
  const [eve, midnight, later] = ["2026-11-23T22:59:59Z", "2026-11-23T23:00:00Z", "2026-11-24T10:00:00Z"];
  expect(newDays([eve, midnight, later], eve)).toEqual([false, true, false]);
  expect(newDays([midnight, later], midnight)).toEqual([false, false]);
  expect(newDays([eve, later], later)).toEqual([true, true]);
  expect(newDays([eve, later], null)).toEqual([false, true]);
  expect(newDays([], null)).toEqual([]);
});
