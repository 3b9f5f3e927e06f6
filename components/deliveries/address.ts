import type { Shown } from "@/lib/notices/deliveries/shapes.ts";
import { danishField } from "@/lib/time/danish-input.ts";

type Query = {
  show?: Shown;
  before?: number | undefined;
  since?: string | undefined;
  replayed?: number | undefined;
  skipped?: number | undefined;
};

/** The page of an address: the log, narrowed or further back, and what to send again. */
export function addressHref(id: number, { show, before, since, replayed, skipped }: Query = {}): string {
  const params = new URLSearchParams();
  if (show !== undefined && show !== "all") params.set("show", show);
  if (before) params.set("before", String(before));
  if (since !== undefined) params.set("since", danishField(since));
  if (replayed !== undefined) params.set("replayed", String(replayed));
  if (skipped) params.set("skipped", String(skipped));
  const query = params.toString();
  return `/subscriptions/addresses/${id}${query === "" ? "" : `?${query}`}`;
}

/** The page of one delivery. */
export const deliveryHref = (id: number, dispatch: string): string => `/subscriptions/addresses/${id}/${dispatch}`;
