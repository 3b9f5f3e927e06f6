import { readReadiness } from "@/lib/health/queries.ts";

export const dynamic = "force-dynamic";

/** Ready: database, migrations and worker; 503 while one of them is not. */
export async function GET(): Promise<Response> {
  const readiness = await readReadiness(new Date());
  return Response.json(readiness, { status: readiness.ready ? 200 : 503, headers: { "cache-control": "no-store" } });
}
