import type { ToldQuery } from "@/lib/notices/told/schema.ts";

/** The page of who was told of an incident. */
export function toldHref(number: string, { signal, show }: Partial<ToldQuery> = {}): string {
  const params = new URLSearchParams();
  if (signal !== undefined) params.set("signal", String(signal));
  if (show === "open") params.set("show", show);
  const query = params.toString();
  return `/incidents/${number}/told${query === "" ? "" : `?${query}`}`;
}
