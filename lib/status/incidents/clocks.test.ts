import { describe, expect, test } from "vitest";
import { clocksOf, type Timed } from "./clocks.ts";

const at = (clock: string) => `2026-11-24T${clock}.000Z`;
const ms = (clock: string) => Date.parse(at(clock));
const suspicion: Timed = {
  ...{ phase: "suspected", detectedAt: at("06:38:10"), publishedAt: null, lastUpdateAt: null, nextUpdateAt: null },
};
const told: Timed = {
  ...{ phase: "confirmed", detectedAt: at("05:18:20"), publishedAt: at("05:22:00"), lastUpdateAt: at("06:10:00") },
  nextUpdateAt: null,
};
const only = (timed: Timed, now: string, kind: string) => clocksOf(timed, ms(now)).find((clock) => clock.kind === kind);

describe("the first notice is due five minutes after detection", () => {
  test.each([
    ["06:38:10", "running", 0],
    ["06:42:09", "running", 0.797],
    ["06:42:10", "hot", 0.8],
    ["06:43:10", "hot", 1],
    ["06:43:11", "missed", 1.003],
  ])("at %s it is %s", (now, state, used) => {
    const clock = only(suspicion, now, "first_notice");
    expect([clock?.state, clock?.due]).toEqual([state, at("06:43:10")]);
    expect(clock?.used).toBeCloseTo(used, 2);
  });

  test.each([
    ["05:22:00", "met"],
    ["05:23:20", "met"],
    ["05:23:21", "missed"],
  ])("published at %s it stays %s, however much later one looks", (publishedAt, state) => {
    const clock = only({ ...told, publishedAt: at(publishedAt) }, "23:00:00", "first_notice");
    expect([clock?.state, clock?.doneAt]).toEqual([state, at(publishedAt)]);
  });
});

describe("an update is due at least every hour while it is open", () => {
  test.each<[string, string | null, string, string]>([
    ["nothing promised: an hour after the last", null, "07:10:00", "running"],
    ["an earlier promise is the one that counts", at("06:45:00"), "06:45:00", "hot"],
    ["a later promise does not stretch the hour", at("09:00:00"), "07:10:00", "running"],
    ["a promise from before the last update is kept already", at("06:05:00"), "07:10:00", "running"],
  ])("%s", (_, nextUpdateAt, due, state) => {
    const clock = only({ ...told, nextUpdateAt }, "06:42:08", "update");
    expect([clock?.due, clock?.state]).toEqual([at(due), state]);
  });

  test("and none once it is over, nor for a suspicion that nobody has read", () => {
    expect(only({ ...told, phase: "resolved" }, "09:00:00", "update")).toBeUndefined();
    expect(clocksOf(suspicion, ms("06:40:00")).map(({ kind }) => kind)).toEqual(["first_notice"]);
    expect(only(told, "07:10:01", "update")?.state).toBe("missed");
  });
});
