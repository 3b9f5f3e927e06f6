import { deskHref } from "@/components/desk/address.ts";
import type { Thread } from "@/lib/notices/thread.ts";
import { pageOf, toldHref as path, threadOf } from "@/lib/notices/thread.ts";
import type { ToldQuery } from "@/lib/notices/told/schema.ts";

/** The page of who was told of a conversation. */
export function toldHref({ kind, id }: Thread, { signal, show }: Partial<ToldQuery> = {}): string {
  const params = new URLSearchParams();
  if (signal !== undefined) params.set("signal", String(signal));
  if (show === "open") params.set("show", show);
  const query = params.toString();
  return `${path({ kind, id })}${query === "" ? "" : `?${query}`}`;
}

/** Where on it the table stands. */
export const TABLE = "organisations";

/** What it is about: windows have pages at the desk only. */
export function aboutHref({ kind, id }: Thread, atDesk: boolean): string {
  const thread = threadOf(kind, id);
  return atDesk && (kind === "window" || kind === "series") ? deskHref(thread) : pageOf(thread);
}
