import { cookies } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { LOCALE_COOKIE, localeOf } from "./locales.ts";
import { loadMessages } from "./messages.ts";

/** The language of a request comes from its cookie; addresses carry none, so a link means the same to both readers. */
export default getRequestConfig(async () => {
  const jar = await cookies();
  const locale = localeOf(jar.get(LOCALE_COOKIE)?.value);
  return { locale, timeZone: "Europe/Copenhagen", messages: await loadMessages(locale) };
});
