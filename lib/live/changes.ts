import { z } from "zod";
import type { Rights } from "./sql.ts";

const ids = z.array(z.number().int());
const payload = z.union([z.object({ all: z.literal(true) }), z.object({ installations: ids, senders: ids })]);

/** What has changed since streams were last told. */
export type Changes = { all: boolean; installations: Set<number>; senders: Set<number> };
export const noChanges = (): Changes => ({ all: false, installations: new Set(), senders: new Set() });
export const isEmpty = (changes: Changes): boolean =>
  !changes.all && changes.installations.size + changes.senders.size === 0;

/** Adds what a notification says. */
export function addPayload(changes: Changes, text: string): void {
  const said = parsedOr(text);
  if (said === null || "all" in said) changes.all = true;
  else {
    for (const id of said.installations) changes.installations.add(id);
    for (const id of said.senders) changes.senders.add(id);
  }
}

/** A payload we do not understand is of a newer version: then anything may have changed. */
function parsedOr(text: string): z.output<typeof payload> | null {
  try {
    return payload.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Whether somebody with these rights should look again. */
export function concerns(changes: Changes, rights: Rights): boolean {
  if (changes.all || rights.installations === null || rights.senders === null) return !isEmpty(changes);
  return (
    rights.installations.some((id) => changes.installations.has(id)) ||
    rights.senders.some((id) => changes.senders.has(id))
  );
}
