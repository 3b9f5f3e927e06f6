import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { env } from "../lib/env.ts";
import { intakeAnswer } from "../lib/ledger/schema.ts";
import { STATIONS } from "../lib/ledger/states.ts";
import { endlessLetters, type Standstill, sentNow } from "../lib/world/simulation.ts";
import { readDemo } from "./start/demo-file.ts";

const USAGE = `npm run simulate -- --rate N --minutes M [--outage ${STATIONS.join("|")}]
  --rate     events a second, on the average (20)
  --minutes  how long (1)
  --outage   the station that stands still in the middle third`;
const settings = z.object({
  rate: z.coerce.number().positive().max(20_000).default(20),
  minutes: z.coerce.number().positive().max(1_440).default(1),
  outage: z.enum(STATIONS).optional(),
});
const EVENTS_A_LETTER = 12;
const ROUND_MS = 500;
const BATCH = 2_000;
const SAY_EVERY_MS = 10_000;

type Waiting = ReturnType<typeof sentNow>[number];
type Total = { accepted: number; duplicates: number; rejected: number; busy: number };

/** Sends believable traffic through the HTTP API of the running demo, as its source that may report everything. */
async function main(): Promise<number> {
  const parsed = settings.safeParse(readArguments());
  if (!parsed.success) return fail(USAGE);
  const demo = readDemo(env().DATA_DIR);
  if (!demo) return fail(`There is no demo in ${env().DATA_DIR}: start it with npm start`);
  const { rate, minutes, outage } = parsed.data;
  const start = Date.now();
  const length = minutes * 60_000;
  const standstill: Standstill | null = outage
    ? { station: outage, from: start + length / 3, to: start + (2 * length) / 3 }
    : null;
  const letters = endlessLetters(`sim${start.toString(36)}`);
  const total: Total = { accepted: 0, duplicates: 0, rejected: 0, busy: 0 };
  let waiting: Waiting[] = [];
  let [sent, covered, said] = [0, start, start];
  say(
    `${rate} events a second for ${minutes} min to ${demo.url}${outage ? `, ${outage} stands still in the middle third` : ""}`,
  );
  while (Date.now() < start + length) {
    const wanted = (((Date.now() - start) / 1000) * rate) / EVENTS_A_LETTER;
    for (; sent < wanted; sent += 1) {
      const letter = letters.next().value;
      if (letter) waiting.push(...sentNow(letter, Date.now(), standstill));
    }
    const now = Date.now();
    const due = waiting.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    waiting = waiting.filter(({ at }) => at > now);
    for (let from = 0; from === 0 || from < due.length; from += BATCH) {
      const last = from + BATCH >= due.length;
      const coverage = last && now > covered ? { from: iso(covered), to: iso(now) } : undefined;
      const events = due.slice(from, from + BATCH).map(({ event }) => event);
      if (!(await post(demo, { events, ...(coverage ? { coverage } : {}) }, total))) return 1;
    }
    covered = now;
    if (now - said >= SAY_EVERY_MS) {
      said = now;
      say(
        `${Math.round((now - start) / 1000)} s: ${sent} letters, ${figures(total)}, ${waiting.length} events still to come`,
      );
    }
    await sleep(Math.max(0, ROUND_MS - (Date.now() - now)));
  }
  say(`Done: ${sent} letters, ${figures(total)}, ${waiting.length} events would have come later`);
  return total.rejected > 0 ? 1 : 0;
}

/** Posts one batch and waits as long as the server asks for. False where it cannot go on. */
async function post({ url, apiKey }: { url: string; apiKey: string }, batch: unknown, total: Total): Promise<boolean> {
  const body = JSON.stringify(batch);
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  for (let failures = 0; ; ) {
    const answer = await fetch(`${url}/api/v1/events`, { method: "POST", headers, body }).catch(() => null);
    if (answer?.ok) {
      const { accepted, duplicates, rejected } = intakeAnswer.parse(await answer.json());
      total.accepted += accepted;
      total.duplicates += duplicates;
      total.rejected += rejected.length;
      return true;
    }
    if (answer?.status === 429) {
      total.busy += 1;
      await sleep(1000 * Math.max(1, Number(answer.headers.get("retry-after")) || 1));
      continue;
    }
    // The server may be coming back; posting the same events again changes nothing.
    failures += 1;
    if ((answer && answer.status < 500) || failures > 60) {
      fail(answer ? `${url} refused: ${answer.status}` : `Nothing answers at ${url}`);
      return false;
    }
    await sleep(500);
  }
}

function readArguments(): Record<string, string | undefined> {
  try {
    const option = { type: "string" } as const;
    return parseArgs({ options: { rate: option, minutes: option, outage: option } }).values;
  } catch {
    return { rate: "?" };
  }
}

const iso = (ms: number) => new Date(ms).toISOString();
const figures = (total: Total) =>
  `${total.accepted} accepted, ${total.duplicates} duplicates, ${total.rejected} rejected${total.busy ? `, asked to wait ${total.busy} times` : ""}`;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
function fail(line: string): number {
  process.stderr.write(`${line}\n`);
  return 1;
}

process.exitCode = await main();
