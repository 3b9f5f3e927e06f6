import type { Metadata } from "next";
import Link from "next/link";
import { notFound, redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { AskedContacts, WithAccount } from "@/components/notices/owner-parts.tsx";
import { PublicPage } from "@/components/shell/public-page.tsx";
import { Button } from "@/components/ui/button.tsx";
import { PageHead } from "@/components/ui/head.tsx";
import { NotFoundError } from "@/lib/errors.ts";
import { localeOf } from "@/lib/i18n/locales.ts";
import { linkPage } from "@/lib/notices/deeds.ts";
import { alsoText } from "@/lib/notices/message.ts";
import { isDemo } from "@/lib/world/mark.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("notices.link");
  return { title: t("title") };
}

type Props = { params: Promise<{ token: string }> };

/** Where a link of a message leads: it says what will happen, and only the button does it. */
export default async function LinkPage({ params }: Props) {
  const { token } = await params;
  const page = await linkPage(token).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null;
    throw error;
  });
  if (page === null) notFound();
  if (page.own !== undefined) redirect(`/subscribe/${page.own}`);
  const t = await getTranslations(`notices.link.${page.deed}`);
  const told = await getTranslations("notices.link");
  const state = page.done ? "done" : "ask";
  return (
    <PublicPage demo={await isDemo()}>
      <PageHead title={t(`${state}.title`)} lead={t(`${state}.lead`, { about: page.about })} />
      {page.told === undefined || page.told.also.count === 0 ? null : (
        <p>
          {alsoText(page.told.also, localeOf(await getLocale()))}. <Link href={page.told.href}>{told("told")}</Link>
        </p>
      )}
      {page.contacts === undefined || page.done ? null : <AskedContacts contacts={page.contacts} />}
      {page.done ? null : (
        <form action={`/notices/${token}/do`} method="post">
          <input type="hidden" name="do" value={page.deed} />
          <Button type="submit" kind="go">
            {t("button")}
          </Button>
        </form>
      )}
      {page.deed === "invitation" || page.deed === "review" ? <WithAccount deed={page.deed} /> : null}
    </PublicPage>
  );
}
