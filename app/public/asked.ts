import type { IncomingMessage } from "node:http";
import { refused } from "../../components/public/refused.ts";
import { env } from "../../lib/env.ts";
import { clientOf } from "../../lib/http/client.ts";
import { SMALL_BODY_BYTES } from "../../lib/http/limits.ts";
import { sameOrigin } from "../../lib/http/origin.ts";
import type { AskedPage, Finished, Given } from "../../lib/publication/page.ts";

/** A request for what is not made ahead; `chose`: the reader has chosen a language. */
export type Asking = {
  request: IncomingMessage;
  cookies: Record<string, string>;
  take: AskedPage;
  chose: boolean;
};

/** Reads what was sent, refuses what another site sends or what is too much, and has the page made. */
export async function askedOf({ request, take, chose }: Asking, given: Given): Promise<Finished> {
  const header = (name: string) => [request.headers[name] ?? []].flat().join(", ") || null;
  const client = clientOf(
    { remote: request.socket.remoteAddress, forwarded: header("x-forwarded-for") ?? undefined },
    env().PROXIES,
  );
  if (request.method !== "POST") return take(given, { form: null, client, chose });
  if (!sameOrigin({ headers: { get: header } })) return refused(given, "cross_site");
  const text = await textOf(request);
  if (text === null) return refused(given, "too_large");
  return take(given, { form: new URLSearchParams(text), client, chose });
}

/** The body of a small form; null for a longer one, of which no more is kept. */
async function textOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.byteLength;
    if (size <= SMALL_BODY_BYTES) parts.push(part);
  }
  return size <= SMALL_BODY_BYTES ? Buffer.concat(parts).toString("utf8") : null;
}
