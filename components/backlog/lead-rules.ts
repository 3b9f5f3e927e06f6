import { waitingOf } from "@/lib/status/backlog/rules.ts";
import type { Backlog } from "@/lib/status/backlog/shapes.ts";

/**
 * What the first sentence says: nobody has counted yet, nothing of the viewer's was hit, the list is closed, messages
 * still wait, or all has been answered and the list is about to close (`blind`: the sources have not told all yet).
 */
export type Answer = "uncounted" | "none" | "cleared" | "waiting" | "ongoing" | "blind" | "answered";

export function answerOf({ incident, countedAt, covered, total }: Backlog): Answer {
  if (countedAt === null) return "uncounted";
  if (total.n === 0) return "none";
  if (incident.backlogClearedAt !== null) return "cleared";
  if (waitingOf(total) > 0) return "waiting";
  if (incident.resolvedAt === null) return "ongoing";
  return covered ? "answered" : "blind";
}
