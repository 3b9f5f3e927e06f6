import { openRoute } from "@/lib/http/route.ts";
import { doDeed } from "@/lib/notices/deeds.ts";

type Context = { params: Promise<Record<string, string | string[] | undefined>> };

/**
 * Does what a link of a message says: by its page's button, and by a mail program's one click (RFC 8058). The token is the
 * permission, so nobody is asked who they are; a GET does nothing.
 */
export async function POST(request: Request, context: Context): Promise<Response> {
  const { token } = await context.params;
  return openRoute(async ({ now }) => {
    await doDeed(typeof token === "string" ? token : "", now);
    return new Response(null, { status: 303, headers: { location: `/notices/${token}` } });
  })(request);
}
