import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { authorise } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { InvalidInputError } from "../../errors.ts";
import { changeStatus } from "../change.ts";
import type { Span } from "../shapes.ts";
import { changeWindow, serviceIdsOf } from "./change-window.ts";
import { expectedOf, expectedOfWindow } from "./queries.ts";
import type * as schema from "./schema.ts";
import { wallSpan } from "./wall.ts";

type In<S extends z.ZodType> = z.output<S>;
type One = In<typeof schema.oneWindow>;

/** A one-off window, not yet announced: nobody but operators and auditors sees it. Throws InvalidInputError. */
export async function planWindow(viewer: Viewer, input: schema.NewWindow, now: Date): Promise<{ uid: string }> {
  authorise(viewer, "status:operate");
  const span = spanToCome(input, now);
  const expected = await expectedOf(viewer, input.services, span, now);
  return changeStatus(viewer, "window.plan", now, async (tx) => {
    const serviceIds = await serviceIdsOf(tx, input.services);
    const uid = randomUUID();
    await tx.serviceWindow.create({
      data: {
        ...{ uid, title: input.title, titleEn: input.titleEn, ...notesOf(input), expected, updatedAt: now },
        ...{ windowClass: input.windowClass, traffic: input.traffic, ...planned(span) },
        services: { create: serviceIds.map((serviceId) => ({ serviceId })) },
      },
    });
    return { entity: `window ${uid}`, detail: { windowClass: input.windowClass }, answer: { uid } };
  });
}

/** Texts, class, traffic and services of a window that is not over; of an announced one readers' calendars change. */
export async function editWindow(viewer: Viewer, input: schema.EditedWindow, now: Date): Promise<void> {
  authorise(viewer, "status:operate");
  const expected = await expectedOfWindow(viewer, input.uid, { services: input.services }, now);
  await changeWindow(viewer, "edit", input, now, async ({ phase }, tx) => {
    if (phase !== "planned" && phase !== "in_progress") return null;
    const { title, titleEn, windowClass, traffic } = input;
    const data = { title, titleEn, windowClass, traffic, ...notesOf(input), expected };
    return { data, serviceIds: await serviceIdsOf(tx, input.services), inCalendars: true };
  });
}

/** From now on everybody sees it; its notice counts from here. */
export const announceWindow = (viewer: Viewer, input: One, now: Date) =>
  changeWindow(viewer, "announce", input, now, ({ phase, announcedAt }) =>
    phase === "planned" && announcedAt === null ? { data: { announcedAt: now }, kind: "announced" } : null,
  );

/** Another time for a window that has not begun; its notice counts from here. */
export async function moveWindow(viewer: Viewer, input: In<typeof schema.movedWindow>, now: Date): Promise<void> {
  authorise(viewer, "status:operate");
  const span = spanToCome(input, now);
  const expected = await expectedOfWindow(viewer, input.uid, { span }, now);
  await changeWindow(viewer, "move", input, now, ({ phase }) =>
    phase === "planned" ? { data: { ...planned(span), expected }, kind: "moved", inCalendars: true } : null,
  );
}

/** A later or an earlier end. Throws InvalidInputError on `to` where it is the same, past, or before the start. */
export async function changeEnd(viewer: Viewer, input: In<typeof schema.endOfWindow>, now: Date): Promise<void> {
  authorise(viewer, "status:operate");
  const to = endOnWall(input.to);
  if (to <= now.getTime()) throw new InvalidInputError("to", "past");
  const expected = await expectedOfWindow(viewer, input.uid, { to }, now);
  await changeWindow(viewer, "end_time", input, now, ({ phase, plannedFrom, plannedTo }) => {
    if (to <= plannedFrom.getTime()) throw new InvalidInputError("to", "before_start");
    if (to === plannedTo.getTime()) throw new InvalidInputError("to", "unchanged");
    if (phase !== "planned" && phase !== "in_progress") return null;
    const kind = to > plannedTo.getTime() ? "prolonged" : "shortened";
    return { data: { plannedTo: new Date(to), expected }, kind, inCalendars: true };
  });
}

/** It will not be. What was announced says so in readers' calendars. */
export const cancelWindow = (viewer: Viewer, input: One, now: Date) =>
  changeWindow(viewer, "cancel", input, now, ({ phase }) =>
    phase === "planned" ? { data: { phase: "cancelled", heldAt: null }, kind: "cancelled", inCalendars: true } : null,
  );

/** A person holds it: it neither begins nor ends by the clock until released. */
export const holdWindow = (viewer: Viewer, input: One, now: Date) =>
  changeWindow(viewer, "hold", input, now, ({ phase, heldAt }) =>
    (phase === "planned" || phase === "in_progress") && heldAt === null
      ? { data: { heldAt: now }, kind: "held" }
      : null,
  );

/** The clock takes over again. Of one whose whole time passed while it was held nothing is left to begin. */
export const releaseWindow = (viewer: Viewer, input: One, now: Date) =>
  changeWindow(viewer, "release", input, now, ({ phase, heldAt, plannedTo }) => {
    const over = phase === "planned" && plannedTo <= now;
    return heldAt === null || over ? null : { data: { heldAt: null }, kind: "released" };
  });

/** Begins by hand, whatever the clock says. */
export const startWindow = (viewer: Viewer, input: One, now: Date) =>
  changeWindow(viewer, "start", input, now, ({ phase, announcedAt, plannedTo }) =>
    phase === "planned" && announcedAt !== null && plannedTo > now
      ? { data: { phase: "in_progress", actualFrom: now }, kind: "started", inCalendars: true }
      : null,
  );

/** Ends by hand: held or not, before or after its planned end. */
export const endWindow = (viewer: Viewer, input: One, now: Date) =>
  changeWindow(viewer, "end", input, now, ({ phase }) =>
    phase === "in_progress"
      ? { data: { phase: "ended", actualTo: now, heldAt: null }, kind: "ended", inCalendars: true }
      : null,
  );

const planned = ({ from, to }: Span) => ({ plannedFrom: new Date(from), plannedTo: new Date(to) });
const notesOf = ({ note, noteEn }: { note: string; noteEn: string }) => ({
  note: note || null,
  noteEn: noteEn || null,
});

/** The span two wall clocks say. Throws InvalidInputError where it is none or is over. */
function spanToCome(input: { from: string; to: string }, now: Date): Span {
  const span = wallSpan(input.from, input.to);
  if (span === null) throw new InvalidInputError("to", "before_start");
  if (span.to <= now.getTime()) throw new InvalidInputError("to", "past");
  return span;
}

/** An end on the wall as an instant. */
function endOnWall(wall: string): number {
  const span = wallSpan("2000-01-01T00:00", wall);
  if (span === null) throw new InvalidInputError("to", "no_time");
  return span.to;
}
