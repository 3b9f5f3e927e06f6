import type { Viewer } from "../lib/access/viewer.ts";
import { recipientsOf } from "../lib/notices/whom.ts";
import { readEditorPage } from "../lib/subscriptions/queries.ts";
import { addressOf, type Draft, FIRST_DRAFT } from "../lib/subscriptions/schema.ts";
import { SIGNAL_KINDS } from "../lib/subscriptions/shapes.ts";
import { aSignal } from "../prisma/factories/notices.ts";
import { quantile, rounded, type Stage } from "./stage.ts";

const RUNS = 20;
const CALLS = 60;
const DAYS = 365;

/** Who would be told of a signal, with the database: subscriptions, whom they belong to, their rules and their addresses (ms). */
export async function measureMatching() {
  const times: number[] = [];
  let told = 0;
  for (let n = 0; n < RUNS; n++) {
    const began = performance.now();
    const { total } = await recipientsOf([aSignal({ thread: "incident:2026-9000" })], new Date());
    times.push(rounded(performance.now() - began));
    told = total;
  }
  return { told, p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
}

/** The editor's page for one change after the other, by a vendor hit by much of it (ms). Baseline: one bare question each. */
export async function measureEditing({ pool }: Stage, now: Date) {
  const { rows } = await pool.query<{ id: number; name: string }>(
    "SELECT id, name FROM organisation WHERE kind = 'vendor' ORDER BY id LIMIT 1",
  );
  const [vendor] = rows;
  if (!vendor) throw new Error("No vendor");
  const viewer: Viewer = {
    ...{ personId: 1, name: "Vendor", role: "vendor", organisationId: vendor.id, organisationName: vendor.name },
  };
  const [first = Number.NaN, ...times] = await inTurn(CALLS, (n) =>
    readEditorPage(viewer, null, rawOf(draftOf(n)), "da", now),
  );
  const asked = await inTurn(CALLS, () => pool.query("SELECT count(*) FROM signal WHERE severity = 'critical'"));
  const editing = { first, p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
  return { ...editing, ratio: rounded(editing.p50 / quantile(asked, 0.5)) };
}

async function inTurn(calls: number, call: (n: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < calls; n++) {
    const began = performance.now();
    await call(n);
    times.push(rounded(performance.now() - began));
  }
  return times;
}

/** The drafts of somebody who turns one knob after the other. */
function draftOf(n: number): Draft {
  const filter = {
    ...FIRST_DRAFT.filter,
    ...{ mine: n % 2 === 0, kinds: [...SIGNAL_KINDS].slice(0, 1 + (n % 2)) },
    ...{ minSeverity: (["critical", "major", "minor", null] as const)[n % 4] ?? null },
    ...{ minMunicipalities: n % 3 === 0 ? 1 + n : null },
  };
  return { ...FIRST_DRAFT, filter, calm: { ...FIRST_DRAFT.calm, intervalMinutes: (n % 3) * 30 } };
}

function rawOf(draft: Draft): Record<string, string[]> {
  const query = addressOf(draft, DAYS);
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]));
}
