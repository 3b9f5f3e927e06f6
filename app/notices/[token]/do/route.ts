import { readText, SMALL_BODY_BYTES } from "@/lib/http/limits.ts";
import { openRoute } from "@/lib/http/route.ts";
import { doDeed } from "@/lib/notices/deeds.ts";

/** Whether it says what our button does, or what a mail program does whose reader pressed its own. Throws TooLargeError. */
async function isMeant(request: Request): Promise<boolean> {
  const headers = { "content-type": request.headers.get("content-type") ?? "" };
  const body = await readText(request, SMALL_BODY_BYTES);
  const form = await new Response(body, { headers }).formData().catch(() => null);
  return form !== null && (form.has("do") || form.get("List-Unsubscribe") === "One-Click");
}

type Context = { params: Promise<Record<string, string | string[] | undefined>> };

/**
 * Does what a link of a message says: by its page's button, and by a mail program's one click (RFC 8058). The token is the
 * permission, so nobody is asked who they are; a GET does nothing, nor does a POST of something that only tries addresses.
 */
export async function POST(request: Request, context: Context): Promise<Response> {
  const { token } = await context.params;
  return openRoute(async ({ now }) => {
    if (await isMeant(request)) await doDeed(typeof token === "string" ? token : "", now);
    return new Response(null, { status: 303, headers: { location: `/notices/${token}` } });
  })(request);
}
