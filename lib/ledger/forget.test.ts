import { beforeAll, expect, test } from "vitest";
import { report } from "../../prisma/factories/events.ts";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import { ownerPool } from "../db/pool.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { forgetOldLetters } from "./forget.ts";
import type { StationEventInput } from "./schema.ts";

useFreshDatabase();

const DAY = 24 * 3_600_000;
const SENT = Date.parse("2026-05-01T10:00:00Z");
const CPR_SHAPED = "0101901234";
let world: SmallWorld;
const say = (events: StationEventInput[], now: Date) => report(ownerPool(), world.source, world.operator, events, now);

function story(id: string, sentAt: number, envelope: string, answered = true): StationEventInput[] {
  const letter = { id, scheme: "fhir" } as const;
  const at = (ms: number) => new Date(sentAt + ms).toISOString();
  const aliases = [{ kind: "envelope" as const, value: envelope }];
  const { gln, id: installation } = world.southCare;
  const [sent, passed, receipt]: StationEventInput[] = [
    {
      id: `sent-${id}`,
      station: "sender",
      kind: "sent",
      at: at(0),
      letter,
      aliases,
      receiverGln: gln,
      type: world.advis.code,
    },
    { id: `passed-${id}`, station: "vans", kind: "received", at: at(900), aliases },
    {
      id: `receipt-${id}`,
      station: "recipient",
      kind: "receipt",
      at: at(5000),
      letter,
      installation,
      receipt: { id: `receipt-of-${id}`, level: "application", outcome: "ok" },
    },
  ];
  return [sent, passed, ...(answered ? [receipt] : [])] as StationEventInput[];
}

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  const told = [
    ...story("old", SENT, "envelope-old"),
    ...story(CPR_SHAPED, SENT, "envelope-shaped"),
    // Two letters in one envelope: it stands for the earlier one, which is answered later and so kept longer.
    ...story("kept", SENT - 1000, "envelope-shared", false),
    ...story("young", SENT + 2 * DAY, "envelope-young"),
  ];
  const keptAnswer: StationEventInput = {
    ...(story("kept", SENT + 2 * DAY, "envelope-shared")[2] as StationEventInput),
  };
  const beside: StationEventInput[] = story("beside", SENT, "envelope-shared").filter(
    ({ id }) => id !== "passed-beside",
  );
  await say([...told, keptAnswer, ...beside], new Date(SENT + 3 * DAY));
});

const rows = async (text: string) => (await ownerPool().query(text)).rows;
async function everywhere(text: string): Promise<string[]> {
  const tables = await rows("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'ledger'");
  const hits: string[] = [];
  for (const { name } of tables)
    if ((await rows(`SELECT FROM ledger.${name} t WHERE t::text LIKE '%${text}%' LIMIT 1`)).length > 0) hits.push(name);
  return hits;
}
const FIGURES = "SELECT * FROM ledger.delivery ORDER BY letter_key";
const COUNTS = "SELECT * FROM ledger.rollup_day ORDER BY bucket, installation_id, type_id";

test("120 days after a letter is final, and not before, nothing tells its ids any more; what it counted for stays", async () => {
  const stood = [await rows(FIGURES), await rows(COUNTS)];
  expect(await forgetOldLetters(ownerPool(), new Date(SENT + 120 * DAY))).toBe(0);
  expect(await everywhere("envelope-old")).not.toEqual([]);

  const now = new Date(SENT + 120 * DAY + 60_000);
  expect(await forgetOldLetters(ownerPool(), now)).toBe(3);
  expect(await everywhere("-old")).toEqual([]);
  expect(await everywhere("beside")).toEqual([]);
  expect(await everywhere("receipt-of-young")).not.toEqual([]);
  expect([await rows(FIGURES), await rows(COUNTS)]).toEqual(stood);
  expect(await forgetOldLetters(ownerPool(), now)).toBe(0);
});

test("a letter that never had a clear id, because it looks like a person's, is forgotten with its events too", async () => {
  expect(await everywhere("envelope-shaped")).toEqual([]);
});

test("what came in an envelope goes with the letter the envelope stands for, not with another that names it", async () => {
  const left = await rows(
    "SELECT e.subject_key FROM ledger.station_event e JOIN ledger.alias a ON a.alias_key = e.subject_key AND a.clear = 'envelope-shared'",
  );
  expect(left).toHaveLength(1);
});

test("news of a forgotten letter changes nothing of it", async () => {
  const stood = await rows(FIGURES);
  const again = { ...(story("old", SENT, "envelope-old")[2] as StationEventInput), id: "again" };
  const receipt = { id: "another-receipt", level: "application", outcome: "fatal" } as const;
  await say([{ ...again, at: new Date(SENT + 9000).toISOString(), receipt }], new Date(SENT + 121 * DAY));
  expect(await rows(FIGURES)).toEqual(stood);
});
