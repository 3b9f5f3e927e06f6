import { getTranslations } from "next-intl/server";
import { PublicPage } from "@/components/shell/public-page.tsx";
import { ButtonLink } from "@/components/ui/button.tsx";
import { PageHead } from "@/components/ui/head.tsx";
import { isDemo } from "@/lib/world/mark.ts";

export default async function NotFound() {
  const t = await getTranslations("shell.notFound");
  return (
    <PublicPage demo={await isDemo()}>
      <PageHead title={t("title")} lead={t("text")} />
      <ButtonLink href="/">{t("home")}</ButtonLink>
    </PublicPage>
  );
}
