import { expect, test } from "vitest";
import { failingElsewhere, isOpen, toldRows } from "./rules.ts";
import type { ToldRecord } from "./sql.ts";

const AT = new Date("2026-11-24T05:22:00Z");
const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);
type Given = Partial<ToldRecord> & { organisation_id?: number; name?: string; organisation_kind?: string };
const record = (unusual: Given = {}) => ({
  ...{ organisation_id: 1, name: "Aalborg Kommune", organisation_kind: "municipality", kind: "incident" as const },
  ...{ signal_id: 1, hit: true, at: AT, confirm_minutes: null, second: false },
  ...{ confirmed_at: null, escalated_at: null, channel: "email" as const, state: "sent", why: null },
  ...{ not_before: AT, sent_at: AT, address_nr: 1 },
  ...unusual,
});
const waiting = (unusual: Given = {}) => record({ state: "waiting", sent_at: null, ...unusual });
const rowOf = (records: ReturnType<typeof record>[], minutes = 10, wentOn = new Map<number, string[]>()) => {
  const [row] = toldRows(records, wentOn, later(minutes).getTime());
  if (!row) throw new Error("No row");
  return row;
};

test.each([
  ["one that arrived is enough", [record(), waiting({ channel: "sms", state: "failed" })], "reached"],
  ["what is under way is not lost", [waiting(), waiting({ state: "failed" })], "waiting"],
  ["what is being sent is under way", [waiting({ state: "sending" })], "waiting"],
  ["what arrived and is sent again has arrived", [record({ state: "waiting", why: "refused" })], "reached"],
  ["what came back after it was sent did not", [record({ state: "failed" })], "failed"],
  ["what was stopped by hand is held", [waiting({ state: "held" })], "held"],
  ["what was refused failed", [waiting({ state: "failed", why: "refused" })], "failed"],
  ["a closed address failed", [waiting({ state: "suppressed", why: "hard_bounce" })], "failed"],
  ["a feed is there to be read, and reaches nobody by itself", [record({ channel: "atom" })], "available"],
  ["a mail beside the feed reached them", [record({ channel: "atom" }), record({})], "reached"],
  [
    "a mail that failed beside a feed leaves the feed",
    [waiting({ state: "failed" }), record({ channel: "atom" })],
    "available",
  ],
  ["a mail that waits beside a feed waits", [waiting({}), record({ channel: "atom" })], "waiting"],
  ["a subscription without an address reached nobody", [waiting({ state: null, channel: null })], "none"],
] as const)("%s", (_, records, delivery) => {
  expect(rowOf([...records])).toMatchObject({ delivery });
});

test("an organisation is one row, with each channel once, the first time, and every state with how many addresses and why", () => {
  const row = rowOf([
    record({ sent_at: later(2) }),
    record({ sent_at: later(1), channel: "webhook", address_nr: 2 }),
    waiting({ channel: "sms", state: "failed", why: "refused", address_nr: 3 }),
    waiting({ channel: "sms", state: "failed", why: "refused", address_nr: 4 }),
    waiting({ channel: "sms", state: "failed", why: "no_such_number", address_nr: 5 }),
    waiting({ why: "quiet", address_nr: 6 }),
    waiting({ address_nr: 7 }),
  ]);
  expect(row).toMatchObject({ sentAt: later(1).toISOString(), channels: ["email", "webhook", "sms"], dueAt: null });
  expect(row.states).toEqual([
    { delivery: "reached", count: 2, reasons: [] },
    { delivery: "waiting", count: 2, reasons: [{ channel: "email", why: "quiet", count: 1 }] },
    {
      ...{ delivery: "failed", count: 3 },
      reasons: [
        { channel: "sms", why: "refused", count: 2 },
        { channel: "sms", why: "no_such_number", count: 1 },
      ],
    },
  ]);
});

test("one address that waits hides no other that failed, and one that two subscriptions lead to counts once", () => {
  const row = rowOf([waiting({ why: "digest" }), waiting({ state: "failed", why: "returned", address_nr: 2 })]);
  expect(row.delivery).toBe("waiting");
  expect(failingElsewhere([row, rowOf([waiting({ state: "failed" })]), rowOf([record()])])).toBe(1);
  expect(row.states.map(({ delivery, count }) => [delivery, count])).toEqual([
    ["waiting", 1],
    ["failed", 1],
  ]);
  const twice = rowOf([record({}), waiting({ why: "quiet" })]);
  expect(twice.states).toEqual([{ delivery: "reached", count: 1, reasons: [] }]);
  expect(rowOf([waiting({ state: null, channel: null, address_nr: null })]).states).toEqual([]);
});

test("a mail that waits beside a feed is due, not told", () => {
  const row = rowOf([record({ channel: "atom" }), waiting({ not_before: later(60) })]);
  expect(row).toMatchObject({ sentAt: null, dueAt: later(60).toISOString() });
  expect(rowOf([record({ channel: "atom" })])).toMatchObject({ sentAt: AT.toISOString(), dueAt: null });
});

test("what waits says until when, and why", () => {
  const row = rowOf([waiting({ why: "quiet", not_before: later(60) })]);
  expect(row).toMatchObject({ sentAt: null, dueAt: later(60).toISOString() });
  expect(row.states).toEqual([
    { delivery: "waiting", count: 1, reasons: [{ channel: "email", why: "quiet", count: 1 }] },
  ]);
});

test.each([
  ["was not asked for", {}, { state: "not_required" }],
  ["is awaited until its minutes are gone", { confirm_minutes: 30 }, { state: "awaited", until: later(30) }],
  [
    "is counted from when it was sent",
    { confirm_minutes: 5, sent_at: later(8) },
    { state: "awaited", until: later(13) },
  ],
  ["is missing after that", { confirm_minutes: 5 }, { state: "overdue", at: later(5) }],
  [
    "had nobody to go on to",
    { confirm_minutes: 5, escalated_at: later(6) },
    { state: "escalated", at: later(6), second: false, to: [] },
  ],
  [
    "was given, also after it had gone on",
    { confirm_minutes: 5, escalated_at: later(6), confirmed_at: later(7) },
    { state: "confirmed", at: later(7) },
  ],
  ["was given unasked", { confirmed_at: later(2) }, { state: "confirmed", at: later(2) }],
])("a confirmation that %s", (_, given, confirmation) => {
  expect(rowOf([record(given)]).confirmation).toEqual(
    Object.fromEntries(
      Object.entries(confirmation).map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]),
    ),
  );
});

test("whoever was not reached stands first, then whoever owes an answer, then by name", () => {
  const rows = toldRows(
    [
      record({ organisation_id: 1, name: "Odense" }),
      record({ organisation_id: 2, name: "Aarhus", confirm_minutes: 30 }),
      waiting({ organisation_id: 3, name: "Vejle", state: "failed" }),
      record({ organisation_id: 4, name: "Esbjerg" }),
    ],
    new Map(),
    later(1).getTime(),
  );
  expect(rows.map(({ organisation }) => organisation.name)).toEqual(["Vejle", "Aarhus", "Esbjerg", "Odense"]);
  expect(rows.map(isOpen)).toEqual([true, true, false, false]);
});

test("a confirmation that went on names the functions it went to, where they may be known", () => {
  const [first, second] = [
    record({ confirm_minutes: 5, escalated_at: later(6) }),
    waiting({ confirm_minutes: 5, escalated_at: later(6), second: true }),
  ];
  const confirmation = { state: "escalated", at: later(6).toISOString(), second: true };
  const wentOn = new Map([[1, ["Vagtchefen"]]]);
  expect(rowOf([first, second], 10, wentOn).confirmation).toEqual({ ...confirmation, to: ["Vagtchefen"] });
  expect(rowOf([first, second]).confirmation).toEqual({ ...confirmation, to: [] });
});
