import { getTranslations } from "next-intl/server";
import { PublicPage } from "@/components/shell/public-page.tsx";
import { ButtonLink } from "@/components/ui/button.tsx";
import { PageHead } from "@/components/ui/head.tsx";
import { isDemo } from "@/lib/world/mark.ts";

export default async function FrontPage() {
  const t = await getTranslations("signin");
  return (
    <PublicPage demo={await isDemo()} signIn={false}>
      <PageHead title={t("front.title")} lead={t("front.lead")} />
      <ButtonLink kind="go" href="/sign-in">
        {t("front.signIn")}
      </ButtonLink>
    </PublicPage>
  );
}
