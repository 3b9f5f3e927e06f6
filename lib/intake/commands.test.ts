import { beforeAll, describe, expect, test } from "vitest";
import { createInstallation, createOrganisation, createType } from "../../prisma/factories/directory.ts";
import { foldAll } from "../../prisma/factories/events.ts";
import { ownerPool } from "../db/pool.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { InvalidInputError } from "../errors.ts";
import { takeEvents } from "./commands.ts";
import { forgetPlaces, NEW_PLACES_LIMIT } from "./places.ts";
import type { ReportingSource } from "./source.ts";

useFreshDatabase();

const NOW = new Date("2026-11-23T11:00:00.000Z");
const EARLIER = "2026-11-23T10:00:00.000Z";
const SENDER = "5790000000012";
const HOUR = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();
const nothing = { station: null, organisationId: null, systemId: null, installationId: null };

let everything: ReportingSource;
let municipality: ReportingSource;
let own: { id: number; gln: string };
let typeCode: string;
let serial = 0;

beforeAll(async () => {
  forgetPlaces();
  const [hospital, here] = [
    await createOrganisation(ownerPool(), "hospital"),
    await createOrganisation(ownerPool(), "municipality"),
  ];
  const type = await createType(ownerPool());
  typeCode = type.code;
  own = await createInstallation(ownerPool(), null, here, { role: "A", typeId: type.id });
  everything = { id: 901, organisationId: hospital.id, scopes: [nothing] };
  municipality = { id: 902, organisationId: here.id, scopes: [{ ...nothing, organisationId: here.id }] };
});

/** A letter on its way, complete; every call is another event. */
const sent = (unusual: Record<string, unknown> = {}) => ({
  id: `event-${++serial}`,
  station: "sender",
  kind: "sent",
  at: EARLIER,
  letter: { id: `letter-${serial}`, scheme: "fhir" },
  senderGln: SENDER,
  receiverGln: own.gln,
  type: typeCode,
  ...unusual,
});
const take = (events: readonly unknown[], source = everything, coverage?: unknown) =>
  takeEvents(ownerPool(), source, coverage === undefined ? { events } : { events, coverage }, NOW);
const count = async (text: string, values: unknown[] = []) =>
  (await ownerPool().query<{ n: number }>(`SELECT count(*)::int AS n FROM ${text}`, values)).rows[0]?.n;

describe("each event is judged by itself", () => {
  test.each([
    ["no object at all", null, "invalid", undefined],
    ["a field nobody knows", { secret: "0101901234" }, "invalid", undefined],
    ["a station that is none", { station: "postman" }, "invalid", "station"],
    ["free text for an id", { letter: { id: "Anna Hansen, stue 4", scheme: "fhir" } }, "invalid", "letter.id"],
    ["an id longer than any", { id: "x".repeat(129) }, "invalid", "id"],
    ["a time without its zone", { at: "2026-11-23T10:00:00" }, "invalid", "at"],
    ["a day that is none", { at: "2026-02-30T10:00:00Z" }, "invalid", "at"],
    ["a leap second", { at: "2026-06-30T23:59:60Z" }, "invalid", "at"],
    ["the year 1, said for 'no time'", { at: "0001-01-01T00:00:00Z" }, "invalid", "at"],
    ["the year 0, by its zone", { statedSentAt: "0001-01-01T00:00:00+02:00" }, "invalid", "statedSentAt"],
    ["a GLN of the wrong length", { receiverGln: "579000000001" }, "invalid", "receiverGln"],
    ["an installation nobody has", { installation: 2_000_000_000 }, "invalid", "installation"],
    ["no letter and no other id", { letter: undefined }, "letter_or_alias_required", undefined],
    [
      "a converted id alone",
      { letter: undefined, aliases: [{ kind: "converted", value: "c", scheme: "fhir" }] },
      "letter_or_alias_required",
      undefined,
    ],
    [
      "a legacy letter without its sender",
      { letter: { id: "1", scheme: "oioxml" }, senderGln: undefined },
      "legacy_sender_required",
      undefined,
    ],
    ["a receipt that is missing", { kind: "receipt", receipt: undefined }, "receipt_required", undefined],
    ["more than a day ahead", { at: iso(NOW.getTime() + 24 * HOUR + 1) }, "time_in_future", undefined],
    ["sent more than a day ahead", { statedSentAt: iso(NOW.getTime() + 24 * HOUR + 1) }, "time_in_future", undefined],
  ])("%s is refused by its index, and costs the others nothing", async (_, unusual, code, field) => {
    const bad = unusual === null ? 17 : sent(unusual);
    const refused = { index: 1, code, ...(field === undefined ? {} : { field }) };
    expect(await take([sent(), bad, sent()])).toEqual({ accepted: 2, duplicates: 0, rejected: [refused] });
  });

  test("a day ahead, to the millisecond, is taken, and so is what is older than every month's partition", async () => {
    const ahead = sent({ at: iso(NOW.getTime() + 24 * HOUR) });
    const old = sent({ at: "1970-01-01T00:00:00Z" });
    expect(await take([ahead, old])).toEqual({ accepted: 2, duplicates: 0, rejected: [] });
    await foldAll(ownerPool(), NOW);
    expect(await count("ledger.rollup_day WHERE bucket = '1970-01-01' AND n_ok + n_overdue + n_unknown = 1")).toBe(1);
  });

  test("too many at once are refused as a whole", async () => {
    await expect(take(Array.from({ length: 10_001 }, () => null))).rejects.toThrow(InvalidInputError);
  });
});

describe("a repeat is a success that changes nothing", () => {
  test("within a call, in the next one, and in two calls at once", async () => {
    const event = sent();
    expect(await take([event, event])).toEqual({ accepted: 1, duplicates: 1, rejected: [] });
    expect(await take([event])).toEqual({ accepted: 0, duplicates: 1, rejected: [] });
    const many = Array.from({ length: 200 }, () => sent());
    const answers = await Promise.all([take(many), take([...many].reverse()), take(many)]);
    const sums = answers.map(({ accepted, duplicates, rejected }) => [accepted + duplicates, rejected.length]);
    expect(sums).toEqual([200, 200, 200].map((n) => [n, 0]));
    expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(200);
  });

  test("the same id at another time is another event; another source's same id too", async () => {
    const event = sent();
    await take([event]);
    expect(await take([{ ...event, at: "2026-11-23T10:00:00.001Z" }])).toMatchObject({ accepted: 1 });
    expect(await take([event], { ...everything, id: 903 })).toMatchObject({ accepted: 1, duplicates: 0 });
  });

  test("the same id and time with other content is refused and leaves nothing behind", async () => {
    const event = sent({ aliases: [{ kind: "envelope", value: "envelope-of-the-first" }] });
    await take([event]);
    const other = {
      ...event,
      letter: { id: "letter-of-the-reuse", scheme: "fhir" },
      aliases: [{ kind: "envelope", value: "envelope-of-the-first" }],
    };
    const refused = { accepted: 0, duplicates: 0, rejected: [{ index: 0, code: "event_id_reused" }] };
    expect(await take([other])).toEqual(refused);
    expect(await count("ledger.letter WHERE letter_id = 'letter-of-the-reuse'")).toBe(0);
    expect(await count("ledger.alias WHERE clear = 'envelope-of-the-first'")).toBe(1);
    const fresh = sent();
    expect(await take([fresh, { ...fresh, type: "OTHER" }])).toMatchObject({
      accepted: 1,
      rejected: [{ index: 1, code: "event_id_reused" }],
    });
  });
});

describe("a source reports only what its scope covers", () => {
  test("what is outside is answered alike whether the letter exists or not, and leaves nothing behind", async () => {
    const known = sent({ receiverGln: "5790000000999" });
    await take([known]);
    const about = (id: string) => ({
      ...known,
      id: `guess-${id}`,
      station: "recipient",
      kind: "received",
      letter: { id, scheme: "fhir" },
    });
    const before = await count("ledger.station_event");
    const [existing, made_up] = [
      await take([about(known.letter.id)], municipality),
      await take([about("made-up")], municipality),
    ];
    expect(existing).toEqual(made_up);
    expect(existing).toEqual({ accepted: 0, duplicates: 0, rejected: [{ index: 0, code: "out_of_scope" }] });
    expect(await count("ledger.station_event")).toBe(before);
    expect(await count("ledger.letter WHERE letter_id = 'made-up'")).toBe(0);
  });

  test("a place it may not speak for is not made known by asking about it", async () => {
    await take([sent({ receiverGln: "5790000000988" })], municipality);
    expect(await count("location WHERE gln = '5790000000988'")).toBe(0);
  });

  test("a recipient that says another's letter is its own letter converted joins nothing", async () => {
    const elsewhere = sent({ receiverGln: "5790000000977" });
    const mine = sent();
    await take([elsewhere, mine]);
    const join = sent({
      station: "recipient",
      kind: "received",
      letter: mine.letter,
      aliases: [{ kind: "converted", value: elsewhere.letter.id, scheme: "fhir" }],
    });
    expect(await take([join], municipality)).toMatchObject({ accepted: 1 });
    await foldAll(ownerPool(), NOW);
    expect(
      await count("ledger.letter WHERE letter_id = ANY ($1) AND canonical_key IS NULL", [
        [elsewhere.letter.id, mine.letter.id],
      ]),
    ).toBe(2);
    expect(
      await count(
        "ledger.delivery d JOIN ledger.letter l USING (letter_key) WHERE letter_id = $1 AND installation_id = $2",
        [elsewhere.letter.id, own.id],
      ),
    ).toBe(0);
  });

  test("a recipient's claim to an envelope yields to the network's, though it says to have seen it earlier", async () => {
    const aliases = [{ kind: "envelope", value: "wanted-envelope" }];
    const theirs = sent({ receiverGln: "5790000000966", aliases });
    await take([sent({ station: "recipient", kind: "received", at: "2026-11-23T09:00:00Z", aliases })], municipality);
    await take([
      theirs,
      sent({
        letter: undefined,
        aliases,
        station: "vans",
        kind: "received",
        type: undefined,
        senderGln: undefined,
        receiverGln: undefined,
      }),
    ]);
    await foldAll(ownerPool(), NOW);
    const { rows } = await ownerPool().query(
      "SELECT last_station FROM ledger.delivery JOIN ledger.letter USING (letter_key) WHERE letter_id = $1",
      [theirs.letter.id],
    );
    expect(rows).toEqual([{ last_station: 2 }]);
  });
});

describe("coverage", () => {
  const at = (ms: number) => iso(NOW.getTime() + ms);
  test.each([
    ["for what has not happened yet", { from: EARLIER, to: at(61_000) }, "coverage.to"],
    ["that ends before it begins", { from: at(-1000), to: at(-2000) }, "coverage.to"],
    ["from no time at all", { from: "0001-01-01T00:00:00Z", to: EARLIER }, "coverage.from"],
    ["with something else said", { from: EARLIER, to: at(0), note: "x" }, "coverage"],
  ])("%s is refused with the whole call", async (_, coverage, field) => {
    const event = sent();
    await expect(take([event], everything, coverage)).rejects.toMatchObject({ field });
    expect(await take([event])).toMatchObject({ accepted: 1 });
  });

  test("a clock a little ahead is allowed for, but vouches for nothing beyond now", async () => {
    await take([], everything, { from: EARLIER, to: at(59_000) });
    const { rows } = await ownerPool().query(
      "SELECT upper(during) AS until FROM ledger.coverage_claim ORDER BY id DESC LIMIT 1",
    );
    expect(rows).toEqual([{ until: NOW }]);
  });
});

describe("no person is kept", () => {
  const CPR = "0101901234";
  /** Every row of every table that has the digits somewhere. */
  async function found(digits: string): Promise<string[]> {
    const tables = await ownerPool().query<{ name: string }>(
      "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('ledger', 'public')",
    );
    const hits: string[] = [];
    for (const { name } of tables.rows)
      if ((await count(`${name} t WHERE t::text LIKE $1`, [`%${digits}%`])) !== 0) hits.push(name);
    return hits;
  }

  test("ids shaped like a CPR number are kept as an HMAC only, and still tell letters apart", async () => {
    const event = sent({
      id: CPR,
      letter: { id: CPR, scheme: "oioxml", senderGln: SENDER },
      aliases: [
        { kind: "envelope", value: `env-${CPR}` },
        { kind: "converted", value: "010190-1234", scheme: "fhir" },
      ],
      kind: "receipt",
      receipt: { id: CPR, level: "application", outcome: "ok" },
      statedSentAt: EARLIER,
    });
    expect(await take([event, event])).toEqual({ accepted: 1, duplicates: 1, rejected: [] });
    await foldAll(ownerPool(), NOW);
    expect(await found(CPR)).toEqual([]);
    expect(await found("010190-1234")).toEqual([]);
    expect(await found(SENDER), "the search finds what is there").toContain("public.location");
  });

  test.each([
    ["type", { type: `T#${CPR}` }],
    ["operator", { operator: CPR }],
    ["mailbox", { mailbox: CPR }],
    ["receiverSor", { receiverGln: undefined, receiverSor: CPR }],
    ["issue code", { kind: "receipt", receipt: { id: "r", level: "application", outcome: "fatal", code: CPR } }],
  ])("a %s that would become a name is refused", async (_, unusual) => {
    expect(await take([sent(unusual)])).toMatchObject({ accepted: 0, rejected: [{ index: 0, code: "invalid" }] });
    expect(await found(CPR)).toEqual([]);
  });
});

test("a call makes so many new places and no more; what names known ones goes on", async () => {
  const gln = (n: number) => `57911${String(n).padStart(8, "0")}`;
  const strangers = Array.from({ length: NEW_PLACES_LIMIT + 100 }, (_, n) => sent({ receiverGln: gln(n) }));
  const answer = await take([...strangers, sent()]);
  expect(answer.accepted).toBe(NEW_PLACES_LIMIT + 1);
  expect(new Set(answer.rejected.map(({ code }) => code))).toEqual(new Set(["too_many_new_places"]));
  expect(await count("location WHERE gln LIKE '57911%'")).toBe(NEW_PLACES_LIMIT);
  expect(await take(strangers.slice(NEW_PLACES_LIMIT))).toMatchObject({ accepted: 100, rejected: [] });
});
