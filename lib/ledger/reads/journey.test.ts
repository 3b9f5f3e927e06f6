import { beforeAll, describe, expect, test } from "vitest";
import { createLocation, type Place } from "../../../prisma/factories/directory.ts";
import { foldAll, report } from "../../../prisma/factories/events.ts";
import { cover, NOON } from "../../../prisma/factories/ledger.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import { ownerPool } from "../../db/pool.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { NotFoundError } from "../../errors.ts";
import { letterKey, toAddress } from "../keys.ts";
import { findLetter, readInstallation, readJourney } from "../queries.ts";
import type { StationEventInput } from "../schema.ts";

useFreshDatabase();

const MINUTE = 60_000;
const at = (minutes: number, ms = 0) => new Date(NOON.getTime() + minutes * MINUTE + ms).toISOString();
const AFTER = new Date(NOON.getTime() + 60 * MINUTE);
const LETTER = "7c1b2a34-0000-4000-8000-00000000000a";
const address = (id: string) => toAddress(letterKey("fhir", null, id));
let world: SmallWorld;
let from: Place;
let serial = 0;

const event = (
  over: Partial<StationEventInput> & Pick<StationEventInput, "station" | "kind" | "at">,
): StationEventInput => ({
  id: `event-${++serial}`,
  letter: { id: LETTER, scheme: "fhir" },
  ...over,
});

beforeAll(async () => {
  const db = ownerPool();
  world = await createSmallWorld(db);
  from = await createLocation(db, world.northHospital);
  const { northCare, source, operator } = world;
  await report(
    db,
    source,
    operator,
    [
      event({
        station: "sender",
        kind: "sent",
        at: at(0),
        statedSentAt: at(0),
        senderGln: from.gln,
        receiverGln: northCare.gln,
        type: "TST20",
        aliases: [{ kind: "envelope", value: "env-1" }],
      }),
      event({ station: "vans", kind: "received", at: at(0, 400) }),
      event({
        station: "sender",
        kind: "sent",
        at: at(35),
        statedSentAt: at(35),
        aliases: [{ kind: "envelope", value: "env-2" }],
      }),
      event({
        station: "distributor",
        kind: "received",
        at: at(35, 900),
        installation: northCare.id,
        aliases: [
          { kind: "vans", value: "vans-1" },
          { kind: "besked", value: "besked-1" },
          { kind: "transaktion", value: "transaktion-1" },
        ],
      }),
      event({ station: "mailbox", kind: "received", at: at(35, 1_500), installation: northCare.id }),
      event({
        station: "recipient",
        kind: "receipt",
        direction: "back",
        at: at(36),
        installation: northCare.id,
        receipt: { id: "rec-1", level: "application", outcome: "fatal", code: "LOK" },
      }),
      event({
        station: "sender",
        kind: "receipt",
        direction: "back",
        at: at(36, 700),
        receipt: { id: "rec-1", level: "application", outcome: "fatal", code: "LOK" },
      }),
    ],
    AFTER,
  );
});

describe("a letter's journey", () => {
  test("tells every step in order, by attempt and direction, with the delay since the step before", async () => {
    const journey = await readJourney(world.viewers.operator, address(LETTER), AFTER);
    expect(journey).toMatchObject({
      letterId: LETTER,
      sentAt: at(0),
      sealedAt: null,
      sender: { name: "Nordsygehuset", gln: from.gln },
    });
    expect(journey.steps.map((step) => [step.station, step.direction, step.attempt, step.legMs])).toEqual([
      ["sender", "out", 1, null],
      ["vans", "out", 1, 400],
      ["sender", "out", 2, null],
      ["distributor", "out", 2, 900],
      ["mailbox", "out", 2, 600],
      ["recipient", "back", 2, null],
      ["sender", "back", 2, 700],
    ]);
    expect(journey.aliases).toEqual(
      expect.arrayContaining([
        { kind: "envelope", value: "env-1" },
        { kind: "envelope", value: "env-2" },
      ]),
    );
    expect(journey.receipts).toEqual([
      expect.objectContaining({
        receiptId: "rec-1",
        outcome: "fatal",
        code: "LOK",
        reports: 2,
        orphan: false,
        statedAt: at(36),
      }),
    ]);
    expect(journey.deliveries).toEqual([
      expect.objectContaining({ installationId: world.northCare.id, attempts: 2, codes: ["LOK"] }),
    ]);
  });

  test("shows a region the same way without saying whose stations and systems they were", async () => {
    const journey = await readJourney(world.viewers.northRegion, address(LETTER), AFTER);
    expect(journey.steps.length).toBeGreaterThan(4);
    expect(
      journey.steps.every((step) => step.operator === null && step.reportedBy === null && step.installationId === null),
    ).toBe(true);
    expect(journey.deliveries.map((row) => [row.municipality?.name, row.system, row.installationId])).toEqual([
      ["Nordby", null, null],
    ]);
    expect(journey.receipts).toHaveLength(1);
    for (const name of ["Omsorg", "Omsorgsdata", "Kilde"]) expect(JSON.stringify(journey)).not.toContain(name);
  });

  test("shows a vendor its own installation's way", async () => {
    const journey = await readJourney(world.viewers.vendor, address(LETTER), AFTER);
    expect(journey.deliveries.map((row) => row.installationId)).toEqual([world.northCare.id]);
    expect(journey.steps).toHaveLength(7);
  });

  test("says what was expected and did not come, and whether the hole may be ours", async () => {
    const { southCare, source, operator } = world;
    const [seen, unseen] = ["7c1b2a34-0000-4000-8000-00000000000b", "7c1b2a34-0000-4000-8000-00000000000c"];
    for (const [id, minutes] of [
      [seen, -120],
      [unseen, -600],
    ] as const) {
      const letter = { id, scheme: "fhir" as const };
      await report(
        ownerPool(),
        source,
        operator,
        [
          event({
            letter,
            station: "sender",
            kind: "sent",
            at: at(minutes),
            statedSentAt: at(minutes),
            senderGln: from.gln,
            receiverGln: southCare.gln,
            type: "TST20",
          }),
          event({ letter, station: "mailbox", kind: "received", at: at(minutes + 1), installation: southCare.id }),
        ],
        new Date(at(minutes + 2)),
      );
    }
    await cover(ownerPool(), source, new Date(at(-180)), AFTER);
    await ownerPool().query(
      "INSERT INTO ledger.inbox (shard, subject_key) SELECT s, letter_key FROM ledger.letter, generate_series(0, 1) s",
    );
    await foldAll(ownerPool(), AFTER);
    const missing = async (id: string) =>
      (await readJourney(world.viewers.south, address(id), AFTER)).missing
        .filter((step) => step.what === "receipt")
        .map((step) => [step.station, step.direction, step.vouched, step.dueAt !== null]);
    expect(await missing(seen)).toEqual([["recipient", "back", true, true]]);
    expect(await missing(unseen)).toEqual([["recipient", "back", false, true]]);
  });

  test("is not found for whoever it does not concern, and for what is no key at all", async () => {
    for (const letter of [address(LETTER), address("made-up"), "no key", "", `${address(LETTER)}x`]) {
      await expect(readJourney(world.viewers.south, letter, AFTER)).rejects.toThrow(NotFoundError);
    }
  });

  test("opens by a delivery's id too, if it is one of the letter's own", async () => {
    const { operator, northRegion } = world.viewers;
    for (const viewer of [operator, northRegion]) {
      const [delivery] = (await readJourney(viewer, address(LETTER), AFTER)).deliveries;
      expect((await readJourney(viewer, delivery?.id ?? "", AFTER)).letterId).toBe(LETTER);
    }
    await expect(readJourney(operator, `${address(LETTER)}.${world.southCare.id}`, AFTER)).rejects.toThrow(
      NotFoundError,
    );
  });

  test("that is sealed is told as it was, with nothing missing from it", async () => {
    const id = "7c1b2a34-0000-4000-8000-00000000000c";
    await ownerPool().query("UPDATE ledger.letter SET sealed_at = $1, letter_id = NULL WHERE letter_id = $2", [
      AFTER,
      id,
    ]);
    const journey = await readJourney(world.viewers.operator, address(id), AFTER);
    expect(journey).toMatchObject({ letterId: null, sealedAt: AFTER.toISOString(), missing: [] });
    expect(journey.deliveries).toHaveLength(1);
  });
});

describe("searching by a typed id", () => {
  test("finds a letter by its own id in any case, an envelope's, a VANS message's, a Besked's and a transaction's, and with space around", async () => {
    for (const typed of [LETTER, LETTER.toUpperCase(), "env-1", " ENV-2 ", "vans-1", "besked-1", "transaktion-1"]) {
      expect(await findLetter(world.viewers.north, typed, AFTER)).toBe(`/messages/${address(LETTER)}`);
    }
  });

  test("finds a legacy letter by the id its sender gave it", async () => {
    const letter = { id: "BREV0042", scheme: "oioxml" as const, senderGln: from.gln };
    const { source, operator, southCare, viewers } = world;
    await report(
      ownerPool(),
      source,
      operator,
      [
        event({
          letter,
          station: "sender",
          kind: "sent",
          at: at(5),
          statedSentAt: at(5),
          receiverGln: southCare.gln,
          type: "TST20",
        }),
      ],
      AFTER,
    );
    const href = `/messages/${toAddress(letterKey("legacy", from.gln, "BREV0042"))}`;
    expect(await findLetter(viewers.south, "BREV0042", AFTER)).toBe(href);
    expect(await findLetter(viewers.northRegion, "BREV0042", AFTER)).toBe(href);
    expect(await findLetter(viewers.southRegion, "BREV0042", AFTER)).toBeNull();
  });

  test("a letter converted to another standard is found under both ids, also by its sender", async () => {
    const { source, operator, southCare, viewers } = world;
    const id = "7c1b2a34-0000-4000-8000-00000000000d";
    const converted = { kind: "converted" as const, value: "XBREV7", scheme: "oioxml" as const, senderGln: from.gln };
    const letter = { id, scheme: "fhir" as const };
    const sent = {
      station: "sender",
      kind: "sent",
      at: at(6),
      statedSentAt: at(6),
      receiverGln: southCare.gln,
      type: "TST20",
    } as const;
    await report(
      ownerPool(),
      source,
      operator,
      [event({ letter, ...sent, senderGln: from.gln, aliases: [converted] })],
      AFTER,
    );
    const old = { id: "XBREV7", scheme: "oioxml" as const, senderGln: from.gln };
    await report(
      ownerPool(),
      source,
      operator,
      [event({ letter: old, station: "vans", kind: "received", at: at(7) })],
      AFTER,
    );
    for (const viewer of [viewers.operator, viewers.south, viewers.northRegion]) {
      const href = await findLetter(viewer, id, AFTER);
      expect([viewer.role, href]).toEqual([viewer.role, expect.stringMatching(/^\/messages\//)]);
      expect([viewer.role, await findLetter(viewer, "XBREV7", AFTER)]).toEqual([viewer.role, href]);
      const journey = await readJourney(viewer, (href ?? "").slice("/messages/".length), AFTER);
      expect(journey.steps.map((step) => step.station)).toEqual(["sender", "vans"]);
    }
    expect(await findLetter(viewers.north, "XBREV7", AFTER)).toBeNull();
  });

  test("finds nothing for somebody else, and nothing for what is no id", async () => {
    for (const typed of [LETTER, "env-1", "' OR 1=1 --", "x".repeat(500), ""]) {
      expect(await findLetter(world.viewers.south, typed, AFTER)).toBeNull();
    }
  });
});

describe("one installation", () => {
  test("shows its figures, its trend, what is overdue and how far its sources have come", async () => {
    const page = await readInstallation(world.viewers.south, world.southCare.id, {}, AFTER);
    expect(page.installation).toMatchObject({
      municipality: { name: "Sydby" },
      system: { name: "Omsorg" },
      vendor: { name: "Omsorgsdata" },
    });
    expect(page.installation.types).toEqual([expect.objectContaining({ code: "TST20", role: "A" })]);
    expect(page.installation.policies).toEqual([
      expect.objectContaining({ typeCode: "TST20", overdueMinutes: expect.any(Number) }),
    ]);
    expect(page.trend.points).toHaveLength(24);
    expect(page.trend.points.reduce((sum, point) => sum + point.sent, 0)).toBe(page.day.sent);
    expect(page.overdue.total).toBe(3);
    expect(page.overdue.rows.map((row) => [row.state, row.sentAt])).toEqual(
      [-120, 5, 6].map((sent) => ["overdue", at(sent)]),
    );
    expect(page.inMailbox).toEqual({ count: 2, oldestAt: at(-600) });
    expect(page.sources).toEqual([{ name: expect.stringContaining("Kilde"), completeTo: AFTER.toISOString() }]);
    expect(page.histogram.bins).toHaveLength(page.histogram.bounds.length + 1);
  });

  test("warns of a wrong check digit at its location, which is taken all the same", async () => {
    const warned = async (sorId: string) => {
      await ownerPool().query("UPDATE location SET sor_id = $2 WHERE gln = $1", [world.southCare.gln, sorId]);
      const page = await readInstallation(world.viewers.south, world.southCare.id, {}, AFTER);
      return page.installation.location?.warnings.filter((warning) => warning === "sor_check_digit");
    };
    expect(await warned("953741000016008")).toEqual(["sor_check_digit"]);
    expect(await warned("953741000016009")).toEqual([]);
  });

  test("counts codes and answers over the chosen period, in as many points as its days or hours", async () => {
    for (const [period, points] of [
      ["24h", 24],
      ["7d", 28],
      ["30d", 30],
    ] as const) {
      const page = await readInstallation(world.viewers.vendor, world.northCare.id, { period }, AFTER);
      expect([period, page.trend.points.length]).toEqual([period, points]);
      expect(page.codes).toEqual([{ code: "LOK", outcome: null, count: 1 }]);
      expect(page.histogram.bins.reduce((sum, n) => sum + n, 0)).toBe(1);
    }
  });

  test("is not found by a region, by another vendor or municipality, or where there is none", async () => {
    const { viewers, southCare } = world;
    for (const viewer of [viewers.northRegion, viewers.otherVendor, viewers.north]) {
      await expect(readInstallation(viewer, southCare.id, {}, AFTER)).rejects.toThrow(NotFoundError);
    }
    await expect(readInstallation(viewers.operator, 2_000_000_000, {}, AFTER)).rejects.toThrow(NotFoundError);
  });
});
