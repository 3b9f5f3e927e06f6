import type { ReceiptOutcome } from "../ledger/states.ts";
import type { Random } from "./random.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** How a product answers. Shares are of the messages that reach it. */
type Behaviour = {
  medianMs: number;
  spread: number;
  /** Answers that wait for a nightly or hourly job. */
  late?: number;
  fatal?: number;
  transient?: number;
  /** Taken in and never answered. */
  silent?: number;
  /** Never fetched from the mailbox, or dropped before it. */
  undelivered?: number;
  repudiated?: number;
  /** Hangs in the queue for hours before it is handed over. */
  straggling?: number;
};

// Real products answer well and in time; every fault stands with an invented name (DESIGN 6, part 7 of the world).
const PRODUCTS: Record<string, Behaviour> = {
  cura: { medianMs: 6 * SECOND_MS, spread: 0.55 },
  nexus: { medianMs: 11 * SECOND_MS, spread: 0.55 },
  "sensum-bosted": { medianMs: 18 * SECOND_MS, spread: 0.6 },
  "columna-cis": { medianMs: 8 * SECOND_MS, spread: 0.5 },
  sundhedsplatformen: { medianMs: 7 * SECOND_MS, spread: 0.5 },
  "havre-eoj": {
    medianMs: 40 * SECOND_MS,
    spread: 0.9,
    late: 0.17,
    fatal: 0.003,
    silent: 0.006,
    undelivered: 0.002,
    straggling: 0.002,
  },
  "birk-omsorg": {
    medianMs: 16 * SECOND_MS,
    spread: 0.7,
    fatal: 0.011,
    transient: 0.03,
    silent: 0.003,
    undelivered: 0.001,
    repudiated: 0.0015,
    straggling: 0.001,
  },
  "klynge-bosted": { medianMs: 70 * SECOND_MS, spread: 1, late: 0.04, fatal: 0.007, silent: 0.006 },
  klinikbogen: { medianMs: 20 * SECOND_MS, spread: 0.8, late: 0.01, fatal: 0.006 },
  rugbo: { medianMs: 28 * SECOND_MS, spread: 0.8, fatal: 0.002, silent: 0.005, straggling: 0.001 },
};

/** Rejections as products word them, the most frequent first. */
const FATAL_CODES = {
  fhir: [
    "MSG_Receiver_Identifier_UNKNOWN",
    "MSG_Receiver_Identifier_UNKNOWN",
    "MSG_VALUESET_VALUE_UNKNOWN",
    "MSG_Element_To_Long",
    "MSG_CodeSystem_VALUE_UNKNOWN",
    "MSG_Datatype_Wrong",
  ],
  oioxml: ["VER", "LOK", "SYN"],
} as const;
const TRANSIENT_CODES = ["MSG_Mailbox_Out_Of_Operation", "MSG_Mailbox_Out_Of_Operation", "MSG_Damaged_durin_transport"];

export type Answer = { afterMs: number; outcome: ReceiptOutcome; code: string | null };
export type Reception =
  | { fate: "undelivered" }
  | { fate: "straggling"; afterMs: number; answers: Answer[] }
  | { fate: "taken"; answers: Answer[] };

/** What one product does with one message: its answers, counted from when it got it. */
export function receive(system: string, scheme: "fhir" | "oioxml", random: Random): Reception {
  const product = PRODUCTS[system] ?? { medianMs: 10 * SECOND_MS, spread: 0.5 };
  // One throw decides, so that the shares add up.
  let throwOf = random.next();
  const falls = (share: number | undefined) => {
    throwOf -= share ?? 0;
    return throwOf < 0;
  };
  const soon = () => random.delay(product.medianMs, product.spread);
  const ok = (afterMs: number): Answer => ({ afterMs, outcome: "ok", code: null });
  const fatal = (afterMs: number): Answer => ({ afterMs, outcome: "fatal", code: random.pick(FATAL_CODES[scheme]) });

  if (falls(product.undelivered)) return { fate: "undelivered" };
  if (falls(product.silent)) return { fate: "taken", answers: [] };
  if (falls(product.straggling)) {
    return { fate: "straggling", afterMs: random.between(60, 360) * MINUTE_MS, answers: [ok(soon())] };
  }
  if (falls(product.fatal)) {
    const late = random.chance(product.late ?? 0.03);
    return { fate: "taken", answers: [fatal(late ? random.between(35, 200) * MINUTE_MS : soon())] };
  }
  if (falls(product.repudiated)) {
    const first = soon();
    return { fate: "taken", answers: [ok(first), fatal(first + random.between(4, 50) * MINUTE_MS)] };
  }
  if (falls(product.transient)) {
    const first = soon();
    const again = first + random.between(6, 22) * MINUTE_MS;
    const transient: Answer = { afterMs: first, outcome: "transient", code: random.pick(TRANSIENT_CODES) };
    return { fate: "taken", answers: [transient, random.chance(0.93) ? ok(again) : fatal(again)] };
  }
  if (falls(product.late)) return { fate: "taken", answers: [ok(random.delay(42 * MINUTE_MS, 0.45))] };
  return { fate: "taken", answers: [ok(soon())] };
}
