import { ConflictError, InvalidInputError, NotFoundError } from "../../errors.ts";
import { requireAsked } from "../../notices/sending/asked.ts";
import type { Asked } from "../../notices/sending/rules.ts";
import { tellOfWindow } from "../../signals/window.ts";
import { askingWithin } from "../ask.ts";
import { type Actor, changeStatus, type StatusTx } from "../change.ts";
import type { WindowChangeKind, WindowClass, WindowPhase, WindowTraffic } from "../shapes.ts";
import { breachesOf } from "./rules.ts";

/** A window as a command sees it. */
export type Standing = {
  id: number;
  uid: string;
  version: number;
  sequence: number;
  windowClass: WindowClass;
  phase: WindowPhase;
  plannedFrom: Date;
  plannedTo: Date;
  heldAt: Date | null;
  announcedAt: Date | null;
  serviceIds: number[];
};

/** What a command makes of it. */
export type Patch = {
  data: Partial<{
    title: string;
    titleEn: string;
    note: string | null;
    noteEn: string | null;
    windowClass: WindowClass;
    traffic: WindowTraffic;
    phase: WindowPhase;
    plannedFrom: Date;
    plannedTo: Date;
    actualFrom: Date;
    actualTo: Date;
    heldAt: Date | null;
    announcedAt: Date;
    expected: number | null;
    seriesDay: null;
  }>;
  serviceIds?: number[];
  /** What it is called in the window's history; a change of texts only is not in it. */
  kind?: WindowChangeKind;
  /** Changes what readers have in their calendars: the sequence rises, once it has been announced. */
  inCalendars?: boolean;
};

/**
 * One change of one window by somebody who saw its present version, with its history and audit. Throws NotFoundError and
 * ConflictError `changed_meanwhile`, or `wrong_phase` where `decide` answers null; and where it is told to others than was
 * shown (`asked`).
 */
export const changeWindow = (
  actor: Actor,
  action: string,
  { uid, version, ...asked }: { uid: string; version: number | null } & Asked,
  now: Date,
  decide: (window: Standing, tx: StatusTx) => Patch | null | Promise<Patch | null>,
): Promise<void> =>
  changeStatus(actor, `window.${action}`, now, async (tx) => {
    const window = await standing(tx, uid);
    if (version !== null && window.version !== version) throw changedMeanwhile();
    const patch = await decide(window, tx);
    if (patch === null) throw new ConflictError("The window is past that", "wrong_phase");
    await applyPatch(tx, actor, window, patch, now);
    const told = isTold(window, patch) ? await tellOfWindow(tx, window.id, patch.kind, now) : null;
    // The clock tells whoever asked; a person is shown first how many that are.
    if (told !== null && actor) await requireAsked(askingWithin(tx), told, asked);
    return { entity: `window ${uid}`, detail: { phase: patch.data.phase ?? window.phase }, answer: undefined };
  });

/** Nobody was told of a window that is not announced, so nothing has happened to it that anybody need read. */
const isTold = (window: Standing, patch: Patch): patch is Patch & { kind: WindowChangeKind } =>
  patch.kind !== undefined && (patch.data.announcedAt ?? window.announcedAt) !== null;

/** Writes the patch on the version that was read, with its history, in a transaction that is open. Who is told is the caller's. */
export async function applyPatch(tx: StatusTx, actor: Actor, window: Standing, patch: Patch, now: Date): Promise<void> {
  const after = { ...window, ...patch.data };
  const sequence = window.sequence + (window.announcedAt !== null && patch.inCalendars ? 1 : 0);
  const { count } = await tx.serviceWindow.updateMany({
    where: { id: window.id, version: window.version },
    data: { ...patch.data, sequence, version: { increment: 1 }, updatedAt: now },
  });
  if (count === 0) throw changedMeanwhile();
  const serviceIds = patch.serviceIds ?? window.serviceIds;
  if (patch.serviceIds) {
    await tx.windowService.deleteMany({ where: { windowId: window.id } });
    await tx.windowService.createMany({ data: serviceIds.map((serviceId) => ({ windowId: window.id, serviceId })) });
  }
  if (isTold(window, patch)) await writeHistory(tx, actor, { ...after, sequence, serviceIds }, patch.kind, now);
}

/** A line of a window's history, with the rules of its class it breaks as it now stands. */
export async function writeHistory(
  tx: StatusTx,
  actor: Actor,
  window: Pick<Standing, "id" | "sequence" | "windowClass" | "plannedFrom" | "plannedTo" | "serviceIds">,
  kind: WindowChangeKind,
  now: Date,
): Promise<void> {
  const { id: windowId, windowClass, plannedFrom, plannedTo, serviceIds } = window;
  const noticed =
    kind === "announced" || kind === "moved"
      ? null
      : await tx.windowChange.findFirst({
          where: { windowId, kind: { in: ["announced", "moved"] } },
          orderBy: { at: "desc" },
          select: { at: true },
        });
  const others = await tx.serviceWindow.findMany({
    where: {
      ...{ id: { not: windowId }, windowClass, phase: { not: "cancelled" } },
      services: { some: { serviceId: { in: serviceIds } } },
    },
    select: { plannedFrom: true, plannedTo: true },
  });
  const breaches = breachesOf({
    ...{ windowClass, from: plannedFrom.getTime(), to: plannedTo.getTime() },
    noticedAt: (noticed?.at ?? now).getTime(),
    others: others.map((other) => ({ from: other.plannedFrom.getTime(), to: other.plannedTo.getTime() })),
  });
  await tx.windowChange.create({
    data: {
      ...{ windowId, kind, plannedFrom, plannedTo, breaches, at: now },
      ...{ sequence: window.sequence, personId: actor?.personId ?? null },
    },
  });
}

/** The window of this uid. Throws NotFoundError. */
export async function standing(tx: StatusTx, uid: string): Promise<Standing> {
  const found = await tx.serviceWindow.findUnique({ where: { uid }, select: STANDING });
  if (!found) throw new NotFoundError("No such window");
  return standingOf(found);
}

export const STANDING = {
  ...{ id: true, uid: true, version: true, sequence: true, windowClass: true, phase: true, plannedFrom: true },
  ...{ plannedTo: true, heldAt: true, announcedAt: true, services: { select: { serviceId: true } } },
} as const;
export const standingOf = <S extends { services: { serviceId: number }[] }>({ services, ...window }: S) => ({
  ...window,
  serviceIds: services.map(({ serviceId }) => serviceId),
});

/** The ids of services by their codes. Throws InvalidInputError on `services` where one is not there. */
export async function serviceIdsOf(tx: StatusTx, codes: readonly string[]): Promise<number[]> {
  const wanted = [...new Set(codes)];
  const found = await tx.service.findMany({ where: { code: { in: wanted } }, select: { id: true } });
  if (found.length < wanted.length) throw new InvalidInputError("services", "unknown_service");
  return found.map(({ id }) => id);
}

export const changedMeanwhile = () => new ConflictError("Somebody changed it meanwhile", "changed_meanwhile");
