import fc from "fast-check";
import type { StationEventInput } from "../schema.ts";
import { GLN, MAILBOX, type SourceName, TYPES } from "./world.ts";

export type Told = { source: SourceName; event: StationEventInput };

const MINUTE = 60_000;
// Before the first month's partition, the nights the clock goes on and back, the end of a Danish month, shortly before the end.
export const ENDS_AT = Date.parse("2026-11-10T10:00:00Z");
const STARTS = [
  "2025-12-31T22:40:00Z",
  "2026-03-29T00:20:00Z",
  "2026-10-24T21:40:00Z",
  "2026-10-25T00:20:00Z",
  "2026-10-31T22:30:00Z",
  "2026-11-10T09:28:00Z",
].map((at) => Date.parse(at));

const iso = (ms: number) => new Date(ms).toISOString();
const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const maybe = <T>(value: fc.Arbitrary<T>, freq = 2) => fc.option(value, { nil: undefined, freq });
const without = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;

const receiver = pick(
  { receiverGln: GLN.l1 },
  { receiverGln: GLN.l1 },
  { receiverGln: GLN.l2 },
  { receiverGln: GLN.strangerL },
  { mailbox: "mbx-1" },
  { mailbox: "mbx-4" },
  { mailbox: MAILBOX.five },
  { mailbox: MAILBOX.stranger, receiverGln: GLN.l2 },
  { installation: 9002 },
  {},
);

const happening = fc.record({
  what: pick("hop", "hop", "hop", "send", "answer", "answer", "transport", "expire"),
  offset: fc.oneof(
    fc.integer({ min: -5, max: 90 }).map((m) => m * MINUTE),
    fc.integer({ min: 0, max: 40 * MINUTE }),
    pick(30 * MINUTE, 45 * MINUTE, 0),
  ),
  station: pick("sender", "access_point", "vans", "agent", "distributor", "mailbox", "recipient"),
  direction: pick("out", "out", "out", "back"),
  operator: maybe(pick("op-one", "op-two")),
  kind: pick("created", "received", "finalized", "handed_over", "stopped"),
  receiver,
  outcome: pick("ok", "ok", "ok", "transient", "fatal"),
  receiptId: fc.integer({ min: 1, max: 4 }),
  code: maybe(pick("MSG_Datatype_Wrong", "MSG_Receiver_Identifier_UNKNOWN")),
  level: pick("application", "application", "transport"),
  statedSentAt: maybe(pick(0, 0, 35 * MINUTE, -3 * MINUTE), 4),
  type: maybe(pick(`${TYPES.advis}#One`, `${TYPES.advis}#One`, TYPES.advis, TYPES.care, TYPES.stranger), 3),
  senderGln: maybe(pick("own", "own", "own", GLN.s2, GLN.strangerS), 3),
  receiptExpected: maybe(pick(true, true, false), 6),
  copy: maybe(pick(true, false), 6),
  source: pick<SourceName>("all", "all", "all", "all", "municipality", "vendor"),
  identity: pick("letter", "letter", "letter", "letter", "envelope", "both", "both", "second"),
  ids: fc.array(
    fc.record({
      kind: pick<"envelope" | "vans" | "besked" | "transaktion">(
        "envelope",
        "envelope",
        "vans",
        "besked",
        "transaktion",
      ),
      n: pick(1, 2, 3, 3, 3),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

/** One letter's life as its stations tell it, in no order: `index` keeps its ids apart from every other history's. */
const story = fc.record({
  start: pick(...STARTS),
  scheme: pick<"fhir" | "oioxml">("fhir", "fhir", "fhir", "oioxml"),
  gln: pick(GLN.s1, GLN.s1, GLN.s2, GLN.strangerS, GLN.l1),
  /** Its other ids, or (of legacy letters) its own, are also used by the history beside it. */
  sharedIds: pick(true, true, true, false),
  sharedLetterId: fc.boolean(),
  converted: fc.integer({ min: 0, max: 3 }),
  /** The source that says so: one that speaks for a receiver only joins nothing. */
  converter: pick<SourceName>("all", "all", "all", "municipality"),
  happenings: fc.array(happening, { minLength: 1, maxLength: 12 }),
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

/** `count` random histories from a seed: the same every time. */
export function histories(seed: number, count: number): Told[] {
  return fc
    .sample(story, { seed, numRuns: count })
    .flatMap((told, index) => tell(told, `${seed}-${index}`, `${seed}-${index - (index % 2)}`));
}

function tell(story: Story, name: string, neighbour: string): Told[] {
  const legacy = story.scheme === "oioxml";
  // Legacy ids are unique only per sender: with the neighbour's id it is the same letter only where the sender is the same.
  const own = legacy && story.sharedLetterId ? neighbour : name;
  const letter = { id: `L-${own}`, scheme: story.scheme, ...(legacy ? { senderGln: story.gln } : {}) } as const;
  // The same message under another letter id, and that one again under a third: a conversion on its way, and back.
  const second = {
    id: `C-${name}`,
    scheme: legacy ? "fhir" : "oioxml",
    ...(legacy ? {} : { senderGln: story.gln }),
  } as const;
  const told = story.happenings.map((h, i) => ({
    source: h.source,
    event: event(story, h, `E-${name}-${i}`, { letter, second, name, neighbour }),
  }));
  const names = {
    second: { ...second, senderGln: story.gln },
    third: { id: `D-${name}`, scheme: "oioxml" as const, senderGln: story.gln },
  };
  const joins: Told[] = [];
  if (story.converted >= 1) joins.push(join(`J-${name}-1`, story, letter, names.second));
  if (story.converted >= 3) joins.push(join(`J-${name}-2`, story, second, names.third));
  return [...told, ...joins];
}

type LetterName = NonNullable<StationEventInput["letter"]>;
type Converted = { id: string; scheme: LetterName["scheme"]; senderGln: string };

function join(id: string, story: Story, letter: LetterName, { id: value, ...other }: Converted): Told {
  const aliases = [{ kind: "converted" as const, value, ...other }];
  return {
    source: story.converter,
    event: { id, station: "vans", kind: "received", at: iso(story.start + 500), letter, aliases, receiverGln: GLN.l1 },
  };
}

function event(
  story: Story,
  h: Story["happenings"][number],
  id: string,
  ids: { letter: LetterName; second: LetterName; name: string; neighbour: string },
): StationEventInput {
  const at = iso(story.start + h.offset);
  const aliases = h.ids.map(({ kind, n }) => {
    const of = story.sharedIds && n === 3 ? ids.neighbour : ids.name;
    return { kind, value: `V-${of}-${n}` };
  });
  const named = h.identity === "second" ? (story.converted >= 1 ? ids.second : ids.letter) : ids.letter;
  const who =
    h.identity === "envelope" ? { aliases } : h.identity === "both" ? { letter: named, aliases } : { letter: named };
  const facts = {
    statedSentAt: h.statedSentAt === undefined ? undefined : iso(story.start + h.statedSentAt),
    type: h.type,
    senderGln: h.senderGln === "own" ? story.gln : h.senderGln,
    receiptExpected: h.receiptExpected,
    copy: h.copy,
  };
  const base = { id, at, operator: h.operator, ...who, ...h.receiver };
  const receipt = { id: `R-${ids.name}-${h.receiptId}`, level: h.level, outcome: h.outcome, code: h.code } as const;
  switch (h.what) {
    case "send":
      return without({ ...base, ...facts, station: "sender", kind: "sent" } as StationEventInput);
    case "answer":
      return without({
        ...base,
        station: h.direction === "back" ? "vans" : "recipient",
        kind: "receipt",
        receipt: without({ ...receipt, level: "application" }),
      } as StationEventInput);
    case "transport":
      return without({ ...base, station: h.station, kind: "receipt", receipt: without(receipt) } as StationEventInput);
    case "expire":
      return without({ ...base, station: "mailbox", kind: "expired" } as StationEventInput);
    default:
      return without({
        ...base,
        ...facts,
        station: h.station,
        direction: h.direction,
        kind: h.kind,
      } as StationEventInput);
  }
}
