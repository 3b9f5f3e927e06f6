"use client";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button.tsx";
import { PageHead } from "@/components/ui/head.tsx";

/** The page could not be made. Says nothing of why but a case id, by which the operator finds the reason. */
export function PageFailed({ caseId, retry }: { caseId: string | undefined; retry: () => void }) {
  const t = useTranslations("shell.error");
  const tCommon = useTranslations("common");
  return (
    <div role="alert">
      <PageHead title={t("title")} lead={t("text")} />
      <Button onClick={retry}>{t("retry")}</Button>
      {caseId === undefined ? null : (
        <p className="quiet">
          {tCommon("caseId")} <span className="mono">{caseId}</span>
        </p>
      )}
    </div>
  );
}
