import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/button.tsx";
import { PageHead } from "@/components/ui/head.tsx";

/** The same answer for what does not exist and for what the viewer may not see. */
export default async function NotFound() {
  const t = await getTranslations("shell");
  return (
    <>
      <PageHead title={t("notFound.title")} lead={t("notFound.text")} />
      <ButtonLink href="/receipts">{t("pages.receipts")}</ButtonLink>
    </>
  );
}
