import { TRIED_FOR_MS } from "../dispatch/retry.ts";
import type { DeliveryLine, DeliveryState } from "./shapes.ts";
import type { DispatchRecord } from "./sql.ts";

/** What waits for calm waits on purpose; anything else is tried again. */
const CALM = ["quiet", "digest", "interval", "cap"];

/** A dispatch as it is shown in the log of its address. `on`: the address is in use. */
export function lineOf(row: DispatchRecord, on: boolean): DeliveryLine {
  const state = stateOf(row);
  const waits = state === "waiting" || state === "again";
  const counted = row.attempts.filter(({ nr }) => nr > (row.replayed_after ?? 0));
  const [first] = counted;
  const last = first ? Date.parse(first.at) + TRIED_FOR_MS : 0;
  return {
    ...{ id: row.id, key: row.notice_id, kind: row.kind, moment: row.moment, state, why: row.why },
    title: { da: row.title, en: row.title_en },
    at: row.at.toISOString(),
    gatheredIn: row.gathered_in,
    sentAt: row.sent_at?.toISOString() ?? null,
    nextAt: waits ? row.not_before.toISOString() : null,
    // What we send through may have been away for longer: then there is no last time yet.
    lastAt: waits && last >= row.not_before.getTime() ? new Date(last).toISOString() : null,
    attempts: row.attempts,
    mayReplay: on && mayReplay(state, row.why, counted.length),
  };
}

function stateOf({ state, sent_at, held_at }: Pick<DispatchRecord, "state" | "sent_at" | "held_at">): DeliveryState {
  if (state === "waiting" && held_at !== null) return "held";
  if (state === "waiting") return sent_at === null ? "waiting" : "again";
  return state === "suppressed" ? "stopped" : state;
}

/** What is over may be sent again, and what failed and waits for its next attempt may be tried now. */
function mayReplay(state: DeliveryState, why: string | null, tried: number): boolean {
  if (state === "sent" || state === "failed" || state === "stopped") return true;
  return (state === "waiting" || state === "again") && tried > 0 && !CALM.includes(why ?? "");
}
