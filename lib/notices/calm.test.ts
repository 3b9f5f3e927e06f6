import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SEVERITIES } from "../status/shapes.ts";
import { MOMENTS } from "../subscriptions/shapes.ts";
import { danishWall } from "../time/danish.ts";
import { type Calm, endOfQuiet, planDispatch } from "./calm.ts";

const AT_ONCE: Calm = {
  ...{ quietFrom: null, quietTo: null, criticalPasses: true, digestAt: null, intervalMinutes: 0, capPerHour: 20 },
};
const NIGHT = { quietFrom: "22:00", quietTo: "06:00" };
const FIRST = { lastOfThread: null, lastHour: [] };
const ms = (text: string) => Date.parse(text);
const planned = (calm: Partial<Calm>, now: string, said = {}, before = {}) => {
  const facts = { severity: "major" as const, moment: "opened" as const, ...said };
  const { notBefore, why } = planDispatch({ ...AT_ONCE, ...calm }, facts, { ...FIRST, ...before }, ms(now));
  return [new Date(notBefore).toISOString().slice(0, 16), why];
};

describe("quiet from 22 to 06", () => {
  test.each([
    ["in the evening it is still told", "2026-11-24T20:59:00Z", "2026-11-24T20:59", null],
    ["from 22 it waits for the morning", "2026-11-24T21:00:00Z", "2026-11-25T05:00", "quiet"],
    ["after midnight likewise", "2026-11-25T02:00:00Z", "2026-11-25T05:00", "quiet"],
    ["at 06 it is told", "2026-11-25T05:00:00Z", "2026-11-25T05:00", null],
    ["on the short night in March, 06 is an hour earlier", "2026-03-28T23:00:00Z", "2026-03-29T04:00", "quiet"],
    ["on the long night in October, an hour later", "2026-10-24T22:00:00Z", "2026-10-25T05:00", "quiet"],
  ])("%s", (_, now, at, why) => {
    expect(planned(NIGHT, now)).toEqual([at, why]);
  });
  test("a critical one wakes, where that is chosen", () => {
    const critical = { severity: "critical" };
    expect(planned(NIGHT, "2026-11-25T02:00:00Z", critical)).toEqual(["2026-11-25T02:00", null]);
    const calm = { ...NIGHT, criticalPasses: false };
    expect(planned(calm, "2026-11-25T02:00:00Z", critical)).toEqual(["2026-11-25T05:00", "quiet"]);
  });
  test("quiet hours within a day are quiet within it only", () => {
    const lunch = { quietFrom: "12:00", quietTo: "13:00" };
    expect(endOfQuiet(lunch, ms("2026-11-25T11:30:00Z"))).toBe(ms("2026-11-25T12:00:00Z"));
    expect(endOfQuiet(lunch, ms("2026-11-25T12:00:00Z"))).toBe(null);
  });
});

test("a digest gathers the day, and what comes at its minute is in the next", () => {
  expect(planned({ digestAt: "08:00" }, "2026-11-24T06:59:00Z")).toEqual(["2026-11-24T07:00", "digest"]);
  expect(planned({ digestAt: "08:00" }, "2026-11-24T07:00:00Z")).toEqual(["2026-11-25T07:00", "digest"]);
});

describe("at most every 30 minutes in one thread", () => {
  const before = { lastOfThread: ms("2026-11-24T10:00:00Z") };
  test.each([
    ["an update soon after waits", "updated", "2026-11-24T10:10:00Z", "2026-11-24T10:30", "interval"],
    ["an update later does not", "updated", "2026-11-24T10:31:00Z", "2026-11-24T10:31", null],
    ["the end is told at once", "resolved", "2026-11-24T10:10:00Z", "2026-11-24T10:10", null],
  ])("%s", (_, moment, now, at, why) => {
    expect(planned({ intervalMinutes: 30 }, now, { moment }, before)).toEqual([at, why]);
  });
  test("an interval that ends in quiet hours ends with them", () => {
    const late = { lastOfThread: ms("2026-11-24T20:50:00Z") };
    const calm = { ...NIGHT, intervalMinutes: 30 };
    expect(planned(calm, "2026-11-24T20:55:00Z", { moment: "updated" }, late)).toEqual(["2026-11-25T05:00", "quiet"]);
  });
});

test("beyond the cap it waits until an hour has passed since the oldest that counts", () => {
  const lastHour = ["10:05", "10:20", "10:40"].map((clock) => ms(`2026-11-24T${clock}:00Z`));
  expect(planned({ capPerHour: 3 }, "2026-11-24T10:50:00Z", {}, { lastHour })).toEqual(["2026-11-24T11:05", "cap"]);
  expect(planned({ capPerHour: 4 }, "2026-11-24T10:50:00Z", {}, { lastHour })).toEqual(["2026-11-24T10:50", null]);
});

test("what comes beyond the cap waits for the same moment, however much it is, and is no more than one message", () => {
  const lastHour = ["10:05", "10:20", "10:40"].map((clock) => ms(`2026-11-24T${clock}:00Z`));
  const next = ms("2026-11-24T11:05:00Z");
  const more = { lastHour: [...lastHour, next, next, next] };
  expect(planned({ capPerHour: 3 }, "2026-11-24T10:55:00Z", {}, more)).toEqual(["2026-11-24T11:05", "cap"]);
  const after = { lastHour: [...lastHour.slice(1), next, next, next] };
  expect(planned({ capPerHour: 4 }, "2026-11-24T11:06:00Z", {}, after)).toEqual(["2026-11-24T11:06", null]);
});

describe("what is planned for later takes no room until then", () => {
  const tomorrow = ms("2026-11-25T07:00:00Z");
  test.each<[string, number, number[], string, string, string | null]>([
    [
      "an opening does not wait for another subscription's digest",
      1,
      [tomorrow],
      "2026-11-24T10:05",
      "2026-11-24T10:05",
      null,
    ],
    [
      "beyond the cap it waits an hour, not for the digest",
      1,
      [ms("2026-11-24T10:00:00Z"), tomorrow],
      "2026-11-24T10:05",
      "2026-11-24T11:00",
      "cap",
    ],
    [
      "three updates that wait for their interval fill no hour before it",
      3,
      ["18:00", "18:05", "18:10"].map((clock) => ms(`2026-11-24T${clock}:00Z`)),
      "2026-11-24T12:00",
      "2026-11-24T12:00",
      null,
    ],
  ])("%s", (_, capPerHour, lastHour, now, at, why) => {
    expect(planned({ capPerHour }, `${now}:00Z`, {}, { lastHour })).toEqual([at, why]);
  });
});

test("of any run of openings no hour has more messages than the cap, and none waits more than an hour for each before it", () => {
  const minutes = fc.array(fc.nat(300), { minLength: 1, maxLength: 40 }).map((all) => all.sort((a, b) => a - b));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), minutes, (capPerHour, all) => {
      const sent: number[] = [];
      for (const minute of all) {
        const now = ms("2026-11-24T08:00:00Z") + minute * 60_000;
        const lastHour = sent.filter((at) => at > now - 3_600_000).sort((a, b) => a - b);
        const { notBefore } = planDispatch(
          { ...AT_ONCE, capPerHour },
          { severity: "major", moment: "opened" },
          { ...FIRST, lastHour },
          now,
        );
        expect(notBefore - now).toBeLessThanOrEqual(3_600_000);
        sent.push(notBefore);
      }
      const messages = [...new Set(sent)];
      for (const at of messages)
        expect(messages.filter((one) => one > at - 3_600_000 && one <= at).length).toBeLessThanOrEqual(capPerHour);
    }),
  );
});

test("a digest that falls into quiet hours comes at their end", () => {
  expect(planned({ ...NIGHT, digestAt: "05:00" }, "2026-11-24T12:00:00Z")).toEqual(["2026-11-25T05:00", "digest"]);
});

test("quiet hours that end in October's double hour end there, the second time as well", () => {
  const until = { quietFrom: "22:00", quietTo: "02:30" };
  expect(planned(until, "2026-10-25T00:10:00Z")).toEqual(["2026-10-25T00:30", "quiet"]);
  expect(planned(until, "2026-10-25T01:10:00Z")).toEqual(["2026-10-25T01:30", "quiet"]);
  expect(planned({ quietFrom: "22:00", quietTo: "02:30" }, "2027-03-28T00:30:00Z")[1]).toBe("quiet");
});

test("a digest and the end of quiet hours are on the wall of the day they come, over both changes of the clock", () => {
  expect(planned({ digestAt: "08:00" }, "2026-03-28T12:00:00Z")).toEqual(["2026-03-29T06:00", "digest"]);
  expect(planned({ digestAt: "08:00" }, "2026-10-24T12:00:00Z")).toEqual(["2026-10-25T07:00", "digest"]);
});

const clock = fc.tuple(fc.nat(23), fc.nat(59)).map((parts) => parts.map((n) => String(n).padStart(2, "0")).join(":"));
const anyCalm: fc.Arbitrary<Calm> = fc
  .record({
    quiet: fc.option(fc.tuple(clock, clock)),
    criticalPasses: fc.boolean(),
    digestAt: fc.option(clock),
    intervalMinutes: fc.nat(180),
    capPerHour: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ quiet, ...rest }) => ({ ...rest, quietFrom: quiet?.[0] ?? null, quietTo: quiet?.[1] ?? null }));
const facts = fc.record({ severity: fc.option(fc.constantFrom(...SEVERITIES)), moment: fc.constantFrom(...MOMENTS) });
const instant = fc.integer({ min: ms("2026-01-01T00:00:00Z"), max: ms("2027-01-01T00:00:00Z") });

test("a notice is never planned before it is said, and waits less than two days", () => {
  fc.assert(
    fc.property(anyCalm, facts, instant, fc.array(fc.nat(3_600_000)), (calm, said, now, ago) => {
      const lastHour = ago.map((before) => now - before).sort((a, b) => a - b);
      const { notBefore, why } = planDispatch(calm, said, { lastOfThread: lastHour.at(-1) ?? null, lastHour }, now);
      expect(notBefore).toBeGreaterThanOrEqual(now);
      expect(notBefore - now).toBeLessThan(2 * 24 * 3_600_000);
      if (why === null) expect(notBefore).toBe(now);
    }),
  );
});

test("nothing but the critical is planned into quiet hours, and nothing waits for more than one night", () => {
  fc.assert(
    fc.property(anyCalm, facts, instant, (calm, said, now) => {
      fc.pre(!(said.severity === "critical" && calm.criticalPasses));
      const { notBefore } = planDispatch(calm, said, FIRST, now);
      expect(endOfQuiet(calm, notBefore)).toBe(null);
      if (calm.digestAt === null) expect(notBefore - now).toBeLessThanOrEqual(25 * 3_600_000);
    }),
  );
});

test("quiet hours end when the wall says so, on every night of the year", () => {
  fc.assert(
    fc.property(clock, clock, instant, (quietFrom, quietTo, at) => {
      // The hour that the clocks leave out in March is no time a night can end at.
      fc.pre(!quietTo.startsWith("02"));
      const end = endOfQuiet({ quietFrom, quietTo }, at);
      if (end !== null) expect(danishWall(end).slice(11)).toBe(quietTo);
    }),
  );
});
