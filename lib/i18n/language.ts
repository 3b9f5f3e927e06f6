import { secureCookies } from "../access/cookies.ts";
import { sameOrigin } from "../http/origin.ts";
import { LOCALE_COOKIE, localeOf } from "./locales.ts";
import { samePage } from "./same-page.ts";

const YEAR_SECONDS = 365 * 24 * 3600;

/** Remembers the reader's language and shows the same page again. A POST: nothing changes on GET. */
export async function postLanguage(request: Request): Promise<Response> {
  if (!sameOrigin(request)) return new Response(null, { status: 403 });
  const form = await request.formData().catch(() => null);
  const chosen = form?.get("locale");
  const locale = localeOf(typeof chosen === "string" ? chosen : undefined);
  const flags = `Path=/; Max-Age=${YEAR_SECONDS}; HttpOnly; SameSite=Lax${secureCookies() ? "; Secure" : ""}`;
  return new Response(null, {
    status: 303,
    headers: {
      location: samePage(request.headers.get("referer"), request.headers.get("host")),
      "set-cookie": `${LOCALE_COOKIE}=${locale}; ${flags}`,
    },
  });
}
