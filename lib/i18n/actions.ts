"use server";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { LOCALE_COOKIE, localeOf } from "./locales.ts";
import { samePage } from "./same-page.ts";

const YEAR_SECONDS = 365 * 24 * 3600;

/** Remembers the reader's language and shows the same page again. A POST: nothing changes on GET. */
export async function chooseLocale(form: FormData): Promise<void> {
  const chosen = form.get("locale");
  const jar = await cookies();
  jar.set(LOCALE_COOKIE, localeOf(typeof chosen === "string" ? chosen : undefined), {
    maxAge: YEAR_SECONDS,
    path: "/",
    sameSite: "lax",
    httpOnly: true,
  });
  const sent = await headers();
  redirect(samePage(sent.get("referer"), sent.get("host")));
}
