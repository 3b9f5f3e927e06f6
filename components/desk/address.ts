import { readThread } from "@/lib/notices/thread.ts";

/** The addresses of the desk. */
export const DESK = "/operate";
export const RUNBOOKS = "/operate/runbooks";
export const incidentHref = (number: string): string => `${DESK}/incidents/${number}`;
/** The second step: what goes out, of one's own draft or of a colleague's. */
export const checkHref = (number: string, writerId?: number): string =>
  `${incidentHref(number)}?step=check${writerId === undefined ? "" : `&writer=${writerId}`}`;
/** Who is told that incidents are over, before they are put under one that is. */
export const mergeEndsHref = (intoId: string, fromIds: readonly string[]): string =>
  `${DESK}/ends?${new URLSearchParams([["into", intoId], ...fromIds.map((id) => ["from", id])])}`;
/** Who is told, before a suspicion is dismissed that others were put under. */
export const dismissalEndsHref = (incidentId: string, reason: string): string =>
  `${DESK}/ends?${new URLSearchParams({ dismiss: incidentId, reason })}`;
export const runbookHref = (id: number): string => `${RUNBOOKS}/${id}`;

/** Where the desk works with what a conversation is about. */
export function deskHref(thread: string): string {
  const found = readThread(thread);
  if (found?.kind === "incident") return incidentHref(found.id);
  if (found?.kind === "window") return `/operate/windows/${found.id}`;
  return found?.kind === "series" ? `/operate/windows/series/${found.id}` : DESK;
}
