import { createHash } from "node:crypto";
import { NotFoundError } from "../errors.ts";
import { has } from "../publication/press.ts";
import { ownOrigin } from "./origin.ts";
import { openRoute } from "./route.ts";

type Context = { params: Promise<Record<string, string | string[] | undefined>> };
type Asked = { origin: string; now: Date };
/** What lies at a personal address. `fetched`: what is done when it was sent, or was seen to be known already. */
export type Personal = { body: string; modified: string; fetched: () => Promise<unknown> };

/**
 * A route whose address is its own permission: `{secret}{ending}`. A secret that opens nothing is answered like any other,
 * whether it never did or no longer does. It is asked for anew each time, which a 304 answers. That no link from it says where
 * it was followed from is `next.config.ts`'s to say, whose word is the last.
 */
export const personalRoute =
  (type: string, ending: string, read: (secret: string, asked: Asked) => Promise<Personal | null>) =>
  async (request: Request, context: Context): Promise<Response> => {
    const { file } = await context.params;
    const response = await openRoute(async ({ now }) => {
      const secret = typeof file === "string" && file.endsWith(ending) ? file.slice(0, -ending.length) : "";
      const found = await read(secret, { origin: ownOrigin(request), now });
      if (found === null) throw new NotFoundError();
      if (request.method === "GET") await found.fetched();
      return answerOf(request, found, type);
    })(request);
    response.headers.set("x-robots-tag", "noindex, nofollow");
    return response;
  };

function answerOf(request: Request, { body, modified }: Personal, type: string): Response {
  const etag = `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  const headers = { etag, "last-modified": new Date(modified).toUTCString(), "cache-control": "private, no-cache" };
  if (isKnown(request.headers, etag, modified)) return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, "content-type": `${type}; charset=utf-8` } });
}

/** Whether a reader has it already: by its tag where they say one, else by its time in whole seconds (RFC 9110 13.2.2). */
function isKnown(headers: Headers, etag: string, modified: string): boolean {
  const tags = headers.get("if-none-match");
  if (tags !== null) return has(tags, etag);
  const since = Date.parse(headers.get("if-modified-since") ?? "");
  return Math.floor(Date.parse(modified) / 1000) * 1000 <= since;
}
