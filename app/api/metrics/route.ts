import { readMetrics } from "@/lib/health/queries.ts";

export const dynamic = "force-dynamic";

/** Figures for Prometheus: counts and ages, nothing of anybody's. */
export async function GET(): Promise<Response> {
  const headers = { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" };
  return new Response(await readMetrics(new Date()), { headers });
}
