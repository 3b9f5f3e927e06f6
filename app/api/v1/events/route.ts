import { newRequestId, problem } from "@/lib/http/problem.ts";
import { eventsDoor } from "@/lib/intake/door.ts";

export const dynamic = "force-dynamic";

const door = eventsDoor();

/** Station events of a source, by its key. 200 is the promise that every event not refused is in the ledger. */
export async function POST(request: Request): Promise<Response> {
  const requestId = newRequestId();
  try {
    const length = request.headers.get("content-length");
    const answer = await door(
      /^Bearer (\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1] ?? null,
      {
        bytes: request.body as AsyncIterable<Uint8Array> | null,
        contentType: request.headers.get("content-type"),
        length: length === null ? null : Number(length),
        coverage: request.headers.get("x-coverage"),
      },
      new Date(),
    );
    return Response.json(answer, { headers: { "x-request-id": requestId, "cache-control": "no-store" } });
  } catch (error) {
    return problem(error, requestId);
  }
}
