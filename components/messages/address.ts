import { csvHref, type Filter, messagesHref, without } from "@/components/receipts/address.ts";

/** One page of a list of messages: the filter, and where the page before it ended. */
export function pageHref(filter: Filter, cursor: string | null): string {
  const first = messagesHref(filter);
  if (cursor === null) return first;
  return `${first}${first.includes("?") ? "&" : "?"}${new URLSearchParams({ cursor })}`;
}

/** The same filter on one Danish day, `YYYY-MM-DD`. */
export const dayHref = (filter: Filter, day: string): string =>
  messagesHref({ ...without(filter, "period"), from: day, to: day });

export { csvHref, messagesHref };
