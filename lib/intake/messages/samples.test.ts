import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { foldAll } from "../../../prisma/factories/events.ts";
import { ownerPool } from "../../db/pool.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { MAX_MESSAGE_BYTES } from "../../medcom/read.ts";
import { medcomSamples, personsIn } from "../../medcom/samples.ts";
import { Random } from "../../world/random.ts";
import { forgetPlaces } from "../places.ts";
import { takeMessage } from "./commands.ts";
import { type FileOutcome, takeFile } from "./files.ts";
import { parserPool } from "./parser-pool.ts";
import { sourceOfFiles } from "./sql.ts";

useFreshDatabase();

const found = medcomSamples();
const samples = found ?? [];
const NOW = new Date("2026-11-24T11:00:00.000Z");
const parser = parserPool();
const outcomes: FileOutcome["outcome"][][] = [];
const latin = (path: string) => readFileSync(path).toString("latin1");
const persons = personsIn(samples.map(({ path }) => latin(path)));
let namesBefore = new Set<string>();

beforeAll(async () => {
  if (found === null) return;
  forgetPlaces();
  const before = await everything();
  namesBefore = new Set(persons.names.filter((name) => before.includes(name)));
  for (let run = 0; run < 2; run++) outcomes.push(await takeAll());
}, 120_000);
afterAll(() => parser.end());

async function takeAll(): Promise<FileOutcome["outcome"][]> {
  const source = await sourceOfFiles(ownerPool());
  const run: FileOutcome["outcome"][] = [];
  for (const { path } of samples) run.push((await takeFile(ownerPool(), parser, source, path, NOW)).outcome);
  return run;
}

/** Every row of every table there is, as text. */
async function everything(): Promise<string> {
  const tables = await ownerPool().query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const rows: string[] = [];
  for (const { name } of tables.rows) {
    const found = await ownerPool().query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
    rows.push(...found.rows.map(({ row }) => row));
  }
  return rows.join("\n");
}

const title = found === null ? " (MedCom's examples are not there: skipped)" : "";

test.skipIf(found === null)(`every example is taken, skipped or refused as expected${title}`, () => {
  const otherwise = samples.flatMap(({ file, outcome }, i) => {
    const told = outcomes[0]?.[i];
    const right = outcome === "either" || told === outcome || (outcome === "taken" && told === "duplicate");
    return right ? [] : [`${file}: ${told}, expected ${outcome}`];
  });
  expect(otherwise).toEqual([]);
});

test.skipIf(found === null)(`the same message as JSON and XML, or as EDIFACT and OIOXML, is taken once${title}`, () => {
  const takenOf = new Map<string, number>();
  const pairs = new Map<string, number>();
  for (const [i, { file, outcome }] of samples.entries()) {
    if (outcome !== "taken" || !/\.(json|xml|edi)$/.test(file)) continue;
    const name = file.replace(/\.\w+$/, "");
    pairs.set(name, (pairs.get(name) ?? 0) + 1);
    takenOf.set(name, (takenOf.get(name) ?? 0) + (outcomes[0]?.[i] === "taken" ? 1 : 0));
  }
  const twins = [...pairs].filter(([, n]) => n === 2).map(([name]) => name);
  expect(twins.length).toBeGreaterThan(100);
  expect(twins.filter((name) => (takenOf.get(name) ?? 0) > 1)).toEqual([]);
});

test.skipIf(found === null)(`a second run takes nothing${title}`, () => {
  expect(new Set(outcomes[1])).toEqual(new Set(["duplicate", "skipped", "refused"]));
});

test.skipIf(found === null)(
  `CareCommunication 42cb9200-… is answered before it was sent: ok, conflicting, without latency${title}`,
  async () => {
    await foldAll(ownerPool(), NOW);
    const { rows } = await ownerPool().query(
      `SELECT d.state, d.conflicting, d.clock, d.latency_ms, (SELECT count(*)::int FROM ledger.receipt r WHERE r.letter_key = d.letter_key) AS receipts
       FROM ledger.delivery d JOIN ledger.letter l USING (letter_key) WHERE l.letter_id = '42cb9200-f421-4d08-8391-7d51a2503cb4'`,
    );
    expect(rows).toEqual([{ state: 2, conflicting: true, clock: true, latency_ms: null, receipts: 3 }]);
  },
);

test.skipIf(found === null)(
  `no person's number or name stands in any table, also after the examples have been cut and corrupted${title}`,
  async () => {
    expect(persons.numbers.length).toBeGreaterThan(5);
    expect(persons.names.length).toBeGreaterThan(5);
    const random = new Random("corrupted");
    const source = await sourceOfFiles(ownerPool());
    for (const { path } of samples.filter((_, i) => i % 2 === 0)) {
      const bytes = readFileSync(path).subarray(0, MAX_MESSAGE_BYTES);
      const cut = bytes.subarray(0, Math.floor(random.next() * bytes.byteLength));
      const corrupted = Buffer.from(bytes);
      for (let i = 0; i < 20; i++)
        corrupted[Math.floor(random.next() * corrupted.byteLength)] = Math.floor(random.next() * 256);
      for (const broken of [cut, corrupted]) {
        await takeMessage(ownerPool(), source, await parser.parse(inOne(broken)), NOW);
      }
    }
    await foldAll(ownerPool(), NOW);
    const all = await everything();
    const standing = (text: string) => new RegExp(`(?<![\\p{L}\\d])${text}(?![\\p{L}\\d])`, "u").test(all);
    expect(persons.numbers.filter((number) => all.includes(number) && standing(number))).toEqual([]);
    const names = persons.names.filter((name) => !namesBefore.has(name) && all.includes(name));
    expect(names.filter((name) => standing(name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")))).toEqual([]);
  },
  120_000,
);

async function* inOne(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
