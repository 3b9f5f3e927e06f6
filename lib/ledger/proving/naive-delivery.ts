import { STATIONS } from "../states.ts";
import { earliest, type Fact, type Names, ORG_OF_INSTALLATION, type Situation } from "./facts.ts";
import type { Row } from "./naive.ts";
import type { Receipt } from "./naive-receipts.ts";
import { adopted, type Recipient, sole } from "./naive-recipients.ts";
import { GLN, SOURCES, TYPES } from "./world.ts";

const MINUTE = 60_000;
const LONGER_FROM = Date.parse("2026-10-25T12:00:00Z");
const SHORTER_FROM = Date.parse("2026-10-31T23:00:00Z");

export type Letter = {
  key: string;
  sentAt: number;
  typeId: number;
  senderOrg: number;
  attempts: number;
  conflicting: boolean;
  expected: boolean;
};

/** One letter at one recipient: every column of its row. */
export function delivery(
  letter: Letter,
  recipient: Recipient,
  facts: readonly Fact[],
  recipients: readonly Recipient[],
  receipts: readonly Receipt[],
  situation: Situation,
): Row {
  const { names, now } = situation;
  const policy = policyOf(letter, situation);
  const due = letter.sentAt + policy.overdue * MINUTE;
  const counted = (f: Fact) => (f.installation === null ? null : adopted(f.installation, situation));
  const own = facts.filter((f) => counted(f) === recipient.id || (counted(f) === null && f.authority === 0));
  const mine = receipts.filter((r) => r.installation_id === recipient.id);
  const answers = mine.filter((r) => r.level === 1);
  const times = (outcome: number) => answers.filter((r) => r.outcome === outcome).map((r) => r.stated_at);
  const [ok, transient, fatal] = [times(0), times(1), times(2)] as [number[], number[], number[]];
  const about = (f: Fact) => (counted(f) ?? sole(recipients)) === recipient.id;
  const lost = own.some((f) => f.event.kind === "expired" && about(f));

  // DESIGN section 2, line by line: the first that holds.
  const firstOk = Math.min(...ok);
  const firstFatal = Math.min(...fatal);
  const heartbeat =
    vouchers(recipient.id, situation).reduce((most, s) => Math.max(most, SOURCES[s].heartbeatMs), 0) || 60_000;
  const covered = vouchers(recipient.id, situation).some((s) =>
    (situation.coverage[s] ?? []).some(([from, to]) => from <= letter.sentAt && to >= due),
  );
  const open = transient.length > 0 ? 3 : 1;
  let [state, checkAt, decidedAt]: [number, number | null, number | null] = [-1, null, null];
  if (ok.some((o) => fatal.some((f) => f > o))) [state, decidedAt] = [8, firstOk];
  else if (ok.length > 0) [state, decidedAt] = [firstOk > due ? 6 : 2, firstOk];
  else if (fatal.length > 0) [state, decidedAt] = [firstFatal > due ? 7 : 4, firstFatal];
  else if (lost) state = 9;
  else if (recipient.role === 3 || recipient.copy || !letter.expected) state = 0;
  else if (now <= due) [state, checkAt] = [open, due + 1];
  else if (covered) state = 5;
  else if (now < due + heartbeat) [state, checkAt] = [open, due + heartbeat];
  else state = 10;

  const contradicting = ok.length > 0 && (fatal.length > 0 || transient.some((t) => ok.some((o) => t > o)));
  return {
    installation_id: recipient.id,
    sent_at: letter.sentAt,
    letter_key: letter.key,
    type_id: letter.typeId,
    sender_organisation_id: letter.senderOrg,
    receipt_role: recipient.role,
    role_assumed: recipient.assumed,
    copy: recipient.copy,
    receipt_expected: letter.expected,
    state,
    due_at: due,
    warn_at: policy.warn === null ? null : letter.sentAt + policy.warn * MINUTE,
    check_at: checkAt,
    decided_at: decidedAt,
    latency_ms: decidedAt === null || decidedAt < letter.sentAt ? null : decidedAt - letter.sentAt,
    conflicting: letter.conflicting || contradicting || mine.some((r) => r.conflicting),
    clock: answers.some((r) => r.stated_at < letter.sentAt),
    ...transport(own.filter(about)),
    attempts: letter.attempts,
    resends_allowed: policy.resends,
    last_station: lastStation(own),
    codes: [...new Set(answers.flatMap((r) => (r.code ? [r.code] : [])))].sort(),
    ...legs(own, names),
  };
}

/** The deadline in force when a letter was sent: its type's own, else the default one. Minutes. */
function policyOf(
  letter: Letter,
  { changes, names }: Situation,
): { warn: number | null; overdue: number; resends: number } {
  const advis = letter.typeId === names.type(TYPES.advis);
  if (advis && changes.has("longerDeadline") && letter.sentAt >= LONGER_FROM)
    return { warn: null, overdue: 45, resends: 3 };
  if (changes.has("shorterDefault") && letter.sentAt >= SHORTER_FROM) return { warn: 15, overdue: 20, resends: 1 };
  return { warn: 20, overdue: 30, resends: 2 };
}

/** Sources whose word is taken on whether an installation's receipts are missing. */
function vouchers(id: number, { changes, names }: Situation): (keyof typeof SOURCES)[] {
  // A provisional installation at a municipality's own place is the municipality's.
  const ofMunicipality = ORG_OF_INSTALLATION[id] === 9201 || id === names.provisionalAt(GLN.l1);
  return ofMunicipality && !changes.has("municipalityNoLongerVouches") ? ["all", "municipality"] : ["all"];
}

function transport(about: readonly Fact[]): Row {
  const speaking = about
    .filter((f) => STATIONS.indexOf(f.event.station) >= 4)
    .flatMap((f) => {
      const outcome = f.event.receipt?.level === "transport" ? f.event.receipt.outcome : null;
      if (f.event.kind === "handed_over" || outcome === "ok") return [{ f, says: 1 }];
      return f.event.kind === "stopped" || outcome !== null ? [{ f, says: 2 }] : [];
    })
    .sort((a, b) => earliest(a.f, b.f));
  const last = speaking.at(-1);
  return { transport: last?.says ?? 0, transport_at: last?.f.at ?? null };
}

/** A receipt of the recipient is on its way back, whatever direction its reporter gave. */
const isBack = ({ event }: Fact) =>
  event.direction === "back" || (event.kind === "receipt" && event.receipt?.level === "application");

function lastStation(own: readonly Fact[]): number | null {
  const out = own.filter((f) => !isBack(f)).map((f) => STATIONS.indexOf(f.event.station));
  return out.length === 0 ? null : Math.max(...out);
}

function legs(own: readonly Fact[], names: Names): Row {
  const passing = own.filter(
    (f) => !["expired", "stopped"].includes(f.event.kind) && (f.event.kind !== "receipt" || isBack(f)),
  );
  const slotOf = (f: Fact) =>
    (f.event.operator ? names.operator(f.event.operator) : 0) * 16 +
    (isBack(f) ? 8 : 0) +
    STATIONS.indexOf(f.event.station);
  const place = (slot: number) => (slot % 16 < 8 ? slot % 8 : 20 - (slot % 8));
  const arrivals = [...new Set(passing.map(slotOf))].map((slot) => ({
    slot,
    at: Math.min(...passing.filter((f) => slotOf(f) === slot).map((f) => f.at)),
  }));
  arrivals.sort((a, b) => place(a.slot) - place(b.slot) || a.at - b.at || a.slot - b.slot);
  return {
    leg_slot: arrivals.map((a) => a.slot),
    leg_at: arrivals.map((a) => a.at),
    leg_ms: arrivals.map((a, i) => (i === 0 ? null : Math.max(0, a.at - (arrivals[i - 1]?.at ?? 0)))),
  };
}
