import type { Fact, Situation } from "./facts.ts";
import { type ChangeName, GLN, TYPES } from "./world.ts";

export type Recipient = { id: number; role: number; assumed: boolean; copy: boolean };

const [A, B, C] = [1, 2, 3];
// Danish midnights: summer time until 2026-10-25 01:00 UTC.
const OCTOBER_25 = Date.parse("2026-10-24T22:00:00Z");
const NOVEMBER = Date.parse("2026-10-31T23:00:00Z");

/** What an installation counts as once the strangers have been adopted. */
export const adopted = (id: number, { names, changes }: Situation) =>
  changes.has("strangerAdopted") && id === names.provisionalAt(GLN.strangerL) ? 9005 : id;

/** Who a letter of this type, sent at this time, goes to. */
export function recipientsOf(facts: readonly Fact[], typeId: number, at: number, situation: Situation): Recipient[] {
  const { names } = situation;
  const authority = Math.min(...facts.map((f) => f.authority));
  const believed = facts.filter((f) => f.authority === authority);
  const naming = believed.filter(
    (f) => f.installation !== null && ["distributor", "mailbox"].includes(f.event.station),
  );
  const sayings: { id: number; copy: boolean }[] = naming.map((f) => ({
    id: adopted(f.installation as number, situation),
    copy: f.event.copy ?? false,
  }));
  const glns = [...new Set(believed.flatMap((f) => (f.event.receiverGln ? [f.event.receiverGln] : [])))];
  for (const gln of glns) {
    const copy = believed.filter((f) => f.event.receiverGln === gln).every((f) => f.event.copy ?? false);
    const expected = expectedAt(gln, typeId, at, situation);
    for (const id of expected) sayings.push({ id, copy });
    if (expected.length === 0 && naming.length === 0)
      sayings.push({ id: adopted(names.provisionalAt(gln), situation), copy });
  }
  return [...new Set(sayings.map((s) => s.id))].map((id) => ({
    id,
    copy: sayings.filter((s) => s.id === id).every((s) => s.copy),
    ...roleOf(id, typeId, at, situation),
  }));
}

/** Who should get the type at a place then: who has a role in it, is live, has not opted out and is not pending. */
function expectedAt(gln: string, typeId: number, at: number, situation: Situation): number[] {
  const { changes } = situation;
  const there = gln === GLN.l1 ? [9001, 9002, 9003] : gln === GLN.l2 ? [9004, 9005] : [];
  const absent: Record<number, boolean> = {
    9001: changes.has("oneOptsOutInNovember") && at >= NOVEMBER,
    9002: changes.has("twoIsPending"),
    9004: changes.has("fourGoesLive") && at < OCTOBER_25,
  };
  return there.filter((id) => !absent[id] && !roleOf(id, typeId, at, situation).assumed);
}

function roleOf(id: number, typeId: number, at: number, situation: Situation): { role: number; assumed: boolean } {
  const role = declaredRole(id, typeId, at, situation.names.type, situation.changes);
  return { role: role ?? A, assumed: role === undefined };
}

function declaredRole(
  id: number,
  typeId: number,
  at: number,
  type: (code: string) => number,
  changes: ReadonlySet<ChangeName>,
): number | undefined {
  if (typeId === type(TYPES.advis)) {
    const three = changes.has("threeBecomesBInNovember") && at >= NOVEMBER ? B : C;
    return { 9001: A, 9002: changes.has("roleOf2BecomesC") ? C : B, 9003: three, 9004: A }[id];
  }
  if (typeId === type(TYPES.care)) {
    const five = changes.has("fiveTookCareInOctober") && at >= OCTOBER_25 && at < NOVEMBER;
    return id === 9001 || (id === 9005 && five) ? A : undefined;
  }
  return undefined;
}

/** Who a fact that names nobody is about: the only recipient whose answer the hospital waits for. */
export function sole(recipients: readonly Recipient[]): number | null {
  const answering = recipients.filter((r) => r.role === A && !r.copy);
  return answering.length === 1 ? (answering[0]?.id ?? null) : null;
}
