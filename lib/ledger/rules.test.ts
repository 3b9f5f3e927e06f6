import { describe, expect, test } from "vitest";
import type { Expectation, FoldDirectory, FoldEvent, FoldedDelivery } from "./fold/types.ts";
import { foldLetter, policyFor } from "./rules.ts";
import { DIRECTIONS, EVENT_KINDS, RECEIPT_LEVELS, RECEIPT_OUTCOMES, STATIONS } from "./states.ts";

const MINUTE = 60_000;
const SENT = Date.parse("2026-11-23T10:00:00Z");
const DUE = 30 * MINUTE;
const [PLACE, A, B, C, TYPE] = [7, 1, 2, 3, 5];
const EVER = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

let serial = 0;
/** An event `at` ms after the letter was sent; `says` is a kind, or a receipt as `level outcome`. */
function told(at: number, says: string, unusual: Partial<FoldEvent> = {}): FoldEvent {
  const [level, outcome] = says.split(" ");
  const receipt = outcome !== undefined;
  return {
    eventKey: `e${String(++serial).padStart(6, "0")}`,
    at: SENT + at,
    sourceId: 1,
    authority: 0,
    station: STATIONS.indexOf(receipt ? "recipient" : "vans"),
    direction: DIRECTIONS.indexOf(level === "application" ? "back" : "out"),
    kind: EVENT_KINDS.indexOf(receipt ? "receipt" : (says as "sent")),
    operatorId: 0,
    installationId: null,
    senderLocationId: null,
    receiverLocationId: null,
    copy: false,
    typeId: null,
    content: null,
    statedSentAt: null,
    receiptExpected: null,
    receiptKey: receipt ? `r${serial}` : null,
    receiptId: null,
    receiptLevel: receipt ? RECEIPT_LEVELS.indexOf(level as "transport") : null,
    receiptOutcome: receipt ? RECEIPT_OUTCOMES.indexOf(outcome as "ok") : null,
    receiptCode: null,
    ...unusual,
  };
}
const sent = (unusual: Partial<FoldEvent> = {}) =>
  told(0, "sent", { station: 0, typeId: TYPE, receiverLocationId: PLACE, senderLocationId: 8, ...unusual });

type World = { role?: number; seen?: [number, number][][]; heartbeatMs?: number };
function directory({ role = 1, seen = [], heartbeatMs = MINUTE }: World = {}): FoldDirectory {
  const row: Expectation = { installationId: A, typeId: TYPE, role, assumed: false, ...EVER };
  const installation = {
    id: A,
    organisationId: 1,
    locationId: PLACE,
    liveFrom: EVER.from,
    optedOutFrom: EVER.to,
    pending: false,
  };
  return {
    organisationOfLocation: new Map([[8, 80]]),
    installations: new Map([[A, installation]]),
    adoptedBy: new Map(),
    expectedAt: new Map([[PLACE, [row]]]),
    expectedOf: new Map([[A, [row]]]),
    provisionalAt: new Map(),
    policies: new Map([[null, [{ from: EVER.from, warnMs: 20 * MINUTE, overdueMs: DUE, resends: 2 }]]]),
    vouching: () => ({
      heartbeatMs,
      seen: seen.map((ranges) => ranges.map(([from, to]) => [SENT + from, SENT + to] as const)),
    }),
  };
}
function judged(events: FoldEvent[], now: number, world: World = {}, coarse = false): FoldedDelivery {
  const { deliveries } = foldLetter(events, coarse, directory(world), SENT + now);
  expect(deliveries).toHaveLength(1);
  return deliveries[0] as FoldedDelivery;
}

const [ok, fatal, transient] = ["application ok", "application fatal", "application transient"];
const LATER = 40 * MINUTE;
const all: [number, number][][] = [[[0, DUE]]];

describe("the state of a delivery is the first line of DESIGN 2 that holds", () => {
  test.each<[line: string, receipts: [number, string][], now: number, world: World, state: string]>([
    [
      "1: a fatal stated later than an ok",
      [
        [MINUTE, ok],
        [2 * MINUTE, fatal],
      ],
      LATER,
      {},
      "repudiated",
    ],
    [
      "1: whichever is told first",
      [
        [2 * MINUTE, fatal],
        [MINUTE, ok],
      ],
      LATER,
      {},
      "repudiated",
    ],
    [
      "1: also where ok came again after it",
      [
        [1, ok],
        [2, fatal],
        [3, ok],
      ],
      LATER,
      {},
      "repudiated",
    ],
    [
      "2: a fatal before ok",
      [
        [MINUTE, fatal],
        [2 * MINUTE, ok],
      ],
      LATER,
      {},
      "ok",
    ],
    [
      "2: a fatal at the very moment of ok",
      [
        [MINUTE, fatal],
        [MINUTE, ok],
      ],
      LATER,
      {},
      "ok",
    ],
    [
      "2: a transient after ok",
      [
        [MINUTE, ok],
        [2 * MINUTE, transient],
      ],
      LATER,
      {},
      "ok",
    ],
    [
      "2: a transient before ok (DOMAIN 1.2, KR5)",
      [
        [MINUTE, transient],
        [2 * MINUTE, ok],
      ],
      LATER,
      {},
      "ok",
    ],
    ["2: ok at the very end of the deadline", [[DUE, ok]], LATER, {}, "ok"],
    ["2: ok a millisecond after it", [[DUE + 1, ok]], LATER, {}, "late_ok"],
    [
      "2: the earliest of two oks decides",
      [
        [DUE + 1, ok],
        [DUE, ok],
      ],
      LATER,
      {},
      "ok",
    ],
    ["2: ok is ok where none was to come (role C)", [[MINUTE, ok]], LATER, { role: C }, "ok"],
    ["3: fatal at the very end of the deadline", [[DUE, fatal]], LATER, {}, "fatal"],
    ["3: fatal a millisecond after it", [[DUE + 1, fatal]], LATER, {}, "late_negative"],
    [
      "3: fatal after a transient",
      [
        [1, transient],
        [2, fatal],
      ],
      LATER,
      {},
      "fatal",
    ],
    ["3: fatal of role B", [[MINUTE, fatal]], LATER, { role: B }, "fatal"],
    ["4: expired", [[MINUTE, "expired"]], LATER, {}, "lost"],
    [
      "3 before 4: rejected and expired",
      [
        [MINUTE, "expired"],
        [MINUTE, fatal],
      ],
      LATER,
      {},
      "fatal",
    ],
    [
      "2 before 4: expired and answered",
      [
        [MINUTE, "expired"],
        [MINUTE, ok],
      ],
      LATER,
      {},
      "ok",
    ],
    ["5: role C (DOMAIN 1.3), whatever is covered", [], LATER, { role: C, seen: all }, "not_due"],
    ["5 before 6: role C with a transient", [[MINUTE, transient]], MINUTE, { role: C }, "not_due"],
    ["6: nothing yet", [], MINUTE, {}, "pending"],
    ["6: the very end of the deadline, though covered", [], DUE, { seen: all }, "pending"],
    ["6: past it, within the heartbeat, not covered", [], DUE + MINUTE - 1, {}, "pending"],
    ["6: the source's own heartbeat", [], DUE + 4 * MINUTE, { heartbeatMs: 5 * MINUTE }, "pending"],
    ["6: a transient", [[MINUTE, transient]], MINUTE, {}, "transient"],
    ["6: a transient, past the deadline within the heartbeat", [[MINUTE, transient]], DUE + 1, {}, "transient"],
    ["6: a transport receipt is none (DOMAIN 3.1)", [[MINUTE, "transport ok"]], MINUTE, {}, "pending"],
    ["7: covered, a millisecond past it", [], DUE + 1, { seen: all }, "overdue"],
    ["7: a transient covered is overdue", [[MINUTE, transient]], DUE + 1, { seen: all }, "overdue"],
    ["7: role B too", [], DUE + 1, { role: B, seen: all }, "overdue"],
    ["7: a transport receipt does not help", [[MINUTE, "transport ok"]], DUE + 1, { seen: all }, "overdue"],
    ["7: nor does a negative one decide", [[MINUTE, "transport fatal"]], DUE + 1, { seen: all }, "overdue"],
    ["7: the heartbeat over, not covered", [], DUE + MINUTE, {}, "unknown"],
    ["7: covered from a millisecond after it was sent", [], LATER, { seen: [[[1, DUE]]] }, "unknown"],
    ["7: covered to a millisecond before the deadline", [], LATER, { seen: [[[0, DUE - 1]]] }, "unknown"],
    [
      "7: covered with a gap",
      [],
      LATER,
      {
        seen: [
          [
            [0, 5],
            [6, DUE],
          ],
        ],
      },
      "unknown",
    ],
    ["7: half by one source, half by another", [], LATER, { seen: [[[0, 9]], [[9, DUE]]] }, "unknown"],
    ["7: by one of two sources", [], LATER, { seen: [[[0, 9]], [[-5, LATER]]] }, "overdue"],
  ])("line %s", (_, receipts, now, world, state) => {
    const events = [sent(), ...receipts.map(([at, says]) => told(at, says, { installationId: A }))];
    expect(judged(events, now, world).state).toBe(state);
    expect(judged([...events].reverse(), now, world).state).toBe(state);
  });

  test("line 3: rejected is rejected also where no receipt was asked for; unanswered is not_due there", () => {
    const asked = sent({ receiptExpected: false });
    expect(judged([asked, told(MINUTE, fatal)], LATER, { seen: all }).state).toBe("fatal");
    expect(judged([asked], LATER, { seen: all }).state).toBe("not_due");
  });
  test("line 5: a copy must not acknowledge (DOMAIN 1.1), and is one only where nobody says otherwise", () => {
    expect(judged([sent({ copy: true })], LATER, { seen: all }).state).toBe("not_due");
    expect(judged([sent({ copy: true }), sent()], LATER, { seen: all }).state).toBe("overdue");
  });
});

describe("beside the state", () => {
  test("when time alone may change it, and only then, it is looked at again", () => {
    const check = (now: number, world: World = {}) => judged([sent()], now, world).checkAt;
    expect(check(0)).toBe(SENT + DUE + 1);
    expect(check(DUE + 1)).toBe(SENT + DUE + MINUTE);
    expect(check(DUE + 1, { seen: all })).toBeNull();
    expect(check(DUE + MINUTE)).toBeNull();
    expect(check(0, { role: C })).toBeNull();
  });
  test("a receipt stated before its letter gives no latency and a clock flag", () => {
    const early = judged([sent(), told(-1, ok)], LATER);
    expect(early).toMatchObject({ state: "ok", latencyMs: null, clock: true, decidedAt: SENT - 1 });
    expect(judged([sent(), told(0, ok)], LATER)).toMatchObject({ latencyMs: 0, clock: false });
    expect(judged([sent(), told(-1, "transport ok")], LATER).clock).toBe(false);
  });
  test.each<[string, [number, string][], boolean]>([
    [
      "fatal before ok",
      [
        [1, fatal],
        [2, ok],
      ],
      true,
    ],
    [
      "transient after ok",
      [
        [1, ok],
        [2, transient],
      ],
      true,
    ],
    [
      "transient before ok",
      [
        [1, transient],
        [2, ok],
      ],
      false,
    ],
    [
      "ok twice",
      [
        [1, ok],
        [2, ok],
      ],
      false,
    ],
    [
      "a transport receipt that says otherwise",
      [
        [1, ok],
        [2, "transport fatal"],
      ],
      false,
    ],
  ])("%s: conflicting is told", (_, receipts, conflicting) => {
    const events = [sent(), ...receipts.map(([at, says]) => told(at, says))];
    expect(judged(events, LATER).conflicting).toBe(conflicting);
  });
  test("a resend never moves the deadline; legacy times count to the minute (DOMAIN 1.6)", () => {
    const resent = [sent(), sent({ at: SENT + 20_000 }), sent({ at: SENT + 31 * MINUTE })];
    expect(judged(resent, LATER)).toMatchObject({ sentAt: SENT, dueAt: SENT + DUE, attempts: 3 });
    expect(judged(resent, LATER, {}, true).attempts).toBe(2);
  });
  test("a system that says when it made a message and when it sent it has tried once (DOMAIN 1.8)", () => {
    const twice = [sent({ kind: 0, statedSentAt: SENT }), sent({ at: SENT + 1_000 })];
    expect(judged(twice, LATER)).toMatchObject({ sentAt: SENT, attempts: 1 });
  });
  test("an arrival or a receipt is no send time: such a letter waits for one", () => {
    const events = [sent({ station: 2 }), told(MINUTE, ok)];
    const { deliveries, waiting, letter } = foldLetter(events, false, directory(), SENT + LATER);
    expect([deliveries, waiting, letter.sentAt]).toEqual([[], [A], null]);
  });
  test("the mailbox says handed over or stopped, the last word counts, and the network has none (DOMAIN 3.1)", () => {
    const at = (station: "vans" | "mailbox") => ({ station: STATIONS.indexOf(station) });
    const said = (...events: FoldEvent[]) => judged([sent(), ...events], LATER).transport;
    expect(said()).toBe(0);
    expect(said(told(1, "transport ok", at("vans")))).toBe(0);
    expect(said(told(1, "transport ok", at("mailbox")))).toBe(1);
    expect(said(told(1, "handed_over", at("mailbox")), told(2, "stopped", at("mailbox")))).toBe(2);
    expect(said(told(2, "handed_over", at("mailbox")), told(1, "transport transient", at("mailbox")))).toBe(1);
  });
});

describe("the deadline in force", () => {
  const rule = (from: number, minutes: number) => ({ from, warnMs: null, overdueMs: minutes * MINUTE, resends: 3 });
  const policies = new Map([
    [TYPE, [rule(1000, 120), rule(2000, 4320)]],
    [null, [rule(500, 30), rule(3000, 20)]],
  ]);
  const minutes = (type: number, at: number) => policyFor(type, at, { ...directory(), policies }).overdueMs / MINUTE;
  test.each([
    [TYPE, 999, 30],
    [TYPE, 1000, 120],
    [TYPE, 1999, 120],
    [TYPE, 5000, 4320],
    [9, 2999, 30],
    [9, 3000, 20],
    [9, 0, 30],
  ])(
    "of type %d at %d is %d minutes: its own from its day on, else the default one (DOMAIN 1.2)",
    (type, at, expected) => expect(minutes(type, at)).toBe(expected),
  );
});
