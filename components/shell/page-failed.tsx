"use client";
import { useTranslations } from "next-intl";
import { PageHead } from "@/components/ui/head.tsx";
import { LoadFailed } from "@/components/ui/honest.tsx";

/** The page could not be made. Says nothing of why but a case id, by which the operator finds the reason. */
export function PageFailed({ caseId, retry }: { caseId: string | undefined; retry: () => void }) {
  const t = useTranslations("shell.error");
  return (
    <>
      <PageHead title={t("title")} lead={t("text")} />
      <LoadFailed caseId={caseId} onRetry={retry} />
    </>
  );
}
