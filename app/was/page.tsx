import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PublicPage } from "@/components/shell/public-page.tsx";
import { PageHead } from "@/components/ui/head.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { isDemo } from "@/lib/world/mark.ts";

const PARTS = ["state", "known", "report"] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("signin.was");
  return { title: t("title") };
}

export default async function AccessibilityPage() {
  const t = await getTranslations("signin.was");
  return (
    <PublicPage demo={await isDemo()}>
      <PageHead title={t("title")} lead={t("lead")} />
      {PARTS.map((part) => (
        <Panel key={part} title={t(`${part}.title`)}>
          <p>{t(`${part}.text`)}</p>
        </Panel>
      ))}
    </PublicPage>
  );
}
