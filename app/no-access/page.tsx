import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PublicPage } from "@/components/shell/public-page.tsx";
import { ButtonLink } from "@/components/ui/button.tsx";
import { PageHead } from "@/components/ui/head.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { isDemo } from "@/lib/world/mark.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("signin.noAccess");
  return { title: t("title") };
}

/** Where somebody ends who could sign in but has been given nothing to see. */
export default async function NoAccessPage() {
  const t = await getTranslations("signin.noAccess");
  return (
    <PublicPage demo={await isDemo()} signIn={false}>
      <PageHead title={t("title")} lead={t("lead")} />
      <Panel title={t("ask.title")}>
        <ul className="stack">
          {(["who", "what", "whom"] as const).map((line) => (
            <li key={line}>{t(`ask.${line}`)}</li>
          ))}
        </ul>
      </Panel>
      <p className="note">{t("after")}</p>
      <ButtonLink href="/sign-in">{t("other")}</ButtonLink>
    </PublicPage>
  );
}
