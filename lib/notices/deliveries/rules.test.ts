import { expect, test } from "vitest";
import { lineOf } from "./rules.ts";
import type { DeliveryState } from "./shapes.ts";
import type { DispatchRecord } from "./sql.ts";

const NOW = new Date("2026-11-24T08:00:00Z");
const LATER = new Date("2026-11-24T10:00:00Z");
const tried = (nr: number, code: string, at = NOW) => ({ nr, at: at.toISOString(), code, status: 503, ms: 12 });
const record = (unusual: Partial<DispatchRecord>): DispatchRecord => ({
  ...{ id: "11111111-1111-8111-8111-111111111111", notice_id: 7, kind: "incident", moment: "opened" },
  ...{ title: "Forsinkelse", title_en: "Delay", at: NOW, held_at: null, state: "waiting", why: null },
  ...{ not_before: LATER, sent_at: null, replayed_after: null, gathered_in: null, attempts: [] },
  ...unusual,
});

test.each<[string, Partial<DispatchRecord>, DeliveryState, boolean]>([
  ["waits for its first attempt", {}, "waiting", false],
  ["waits for the night to end", { why: "quiet" }, "waiting", false],
  ["waits for its next attempt", { why: "refused", attempts: [tried(1, "refused")] }, "waiting", true],
  ["is held at the desk", { held_at: NOW }, "held", false],
  ["is under way", { state: "sending" }, "sending", false],
  ["arrived", { state: "sent", sent_at: NOW, attempts: [tried(1, "sent")] }, "sent", true],
  ["is about to be sent again", { sent_at: NOW, replayed_after: 1, attempts: [tried(1, "sent")] }, "again", false],
  [
    "was sent again and waits for its next attempt",
    { sent_at: NOW, replayed_after: 1, why: "refused", attempts: [tried(1, "sent"), tried(2, "refused")] },
    "again",
    true,
  ],
  ["never arrived", { state: "failed", why: "refused", attempts: [tried(1, "refused")] }, "failed", true],
  ["was stopped with its address", { state: "suppressed", why: "by_owner" }, "stopped", true],
  ["went with another", { state: "gathered", gathered_in: "22222222-2222-8222-8222-222222222222" }, "gathered", false],
])("what %s", (_, unusual, state, mayReplay) => {
  expect(lineOf(record(unusual), true)).toMatchObject({ state, mayReplay });
  expect(lineOf(record(unusual), false).mayReplay).toBe(false);
});

test.each<[string, Partial<DispatchRecord>, string | null, string | null]>([
  ["before the first attempt it is not known when the last is", {}, LATER.toISOString(), null],
  [
    "the last attempt is a day after the first",
    { why: "refused", attempts: [tried(1, "refused"), tried(2, "refused", LATER)] },
    LATER.toISOString(),
    "2026-11-25T08:00:00.000Z",
  ],
  [
    "of what is sent again, a day after the first of those",
    { replayed_after: 1, sent_at: NOW, attempts: [tried(1, "sent"), tried(2, "refused", LATER)] },
    LATER.toISOString(),
    "2026-11-25T10:00:00.000Z",
  ],
  ["what is over is not tried", { state: "failed", attempts: [tried(1, "refused")] }, null, null],
])("%s", (_, unusual, nextAt, lastAt) => {
  expect(lineOf(record(unusual), true)).toMatchObject({ nextAt, lastAt });
});
