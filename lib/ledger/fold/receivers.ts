import { STATIONS } from "../states.ts";
import type { Expectation, FoldDirectory, FoldEvent } from "./types.ts";

const DISTRIBUTOR = STATIONS.indexOf("distributor");
const MAILBOX = STATIONS.indexOf("mailbox");
const ROLE_A = 1;

export type Recipient = { installationId: number; role: number; roleAssumed: boolean; copy: boolean };
export type Recipients = { recipients: Recipient[]; unserved: number[] };

/**
 * Which installations a letter goes to (DESIGN 4, "Which deliveries"): those that distributor or mailbox events name,
 * those that the directory expects at its receivers at `at`, else a provisional one per unknown receiver.
 */
export function recipientsOf(
  events: readonly FoldEvent[],
  typeId: number,
  at: number,
  directory: FoldDirectory,
): Recipients {
  const copies = new Map<number, boolean>();
  const receivers = new Map<number, boolean>();
  let named = false;
  // A copy is one only if nobody says that the same receiver is a primary one.
  const note = (into: Map<number, boolean>, key: number, copy: boolean) =>
    into.set(key, (into.get(key) ?? true) && copy);
  // A source that speaks for a receiver only cannot make itself one where anybody with more authority has spoken.
  const strongest = Math.min(...events.map((event) => event.authority));
  for (const event of events) {
    if (event.authority !== strongest) continue;
    if (event.installationId !== null && (event.station === DISTRIBUTOR || event.station === MAILBOX)) {
      note(copies, countedAs(event.installationId, directory), event.copy);
      named = true;
    }
    if (event.receiverLocationId !== null) note(receivers, event.receiverLocationId, event.copy);
  }
  const unserved: number[] = [];
  for (const [locationId, copy] of receivers) {
    const expected = (directory.expectedAt.get(locationId) ?? []).filter((row) => expects(row, typeId, at, directory));
    for (const row of expected) note(copies, row.installationId, copy);
    if (expected.length > 0 || named) continue;
    const provisional = directory.provisionalAt.get(locationId);
    if (provisional === undefined) unserved.push(locationId);
    else note(copies, countedAs(provisional, directory), copy);
  }
  const recipients = [...copies]
    .sort(([a], [b]) => a - b)
    .map(([id, copy]) => recipient(id, copy, typeId, at, directory));
  return { recipients, unserved };
}

/** The installation an event's installation counts as, once a provisional entry has been adopted. */
export function countedAs(installationId: number, directory: FoldDirectory): number {
  return directory.adoptedBy.get(installationId) ?? installationId;
}

function recipient(
  installationId: number,
  copy: boolean,
  typeId: number,
  at: number,
  directory: FoldDirectory,
): Recipient {
  const row = directory.expectedOf.get(installationId)?.find((known) => inForce(known, typeId, at));
  // Nobody has said what this one is: it counts as A, "assumed" (DESIGN 2).
  return { installationId, copy, role: row?.role ?? ROLE_A, roleAssumed: row?.assumed ?? true };
}

const inForce = (row: Expectation, typeId: number, at: number) =>
  row.typeId === typeId && at >= row.from && at < row.to;

function expects(row: Expectation, typeId: number, at: number, directory: FoldDirectory): boolean {
  const installation = directory.installations.get(row.installationId);
  return (
    inForce(row, typeId, at) &&
    installation !== undefined &&
    !installation.pending &&
    at >= installation.liveFrom &&
    at < installation.optedOutFrom
  );
}
