export const dynamic = "force-dynamic";

/** Live: this process answers. */
export function GET(): Response {
  return Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
}
