import Link from "next/link";
import { useTranslations } from "next-intl";
import { DESK } from "@/components/desk/address.ts";
import { objectiveHref } from "@/components/objectives/address.ts";
import { Crumbs, PageHead } from "@/components/ui/head.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useWords } from "@/components/ui/use-words.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { ServicePage } from "@/lib/status/services/shapes.ts";
import { SERVICES } from "./address.ts";
import { ServiceForm } from "./service-form.tsx";
import { ServicesTable } from "./services-table.tsx";

/** One service as it is kept, and where it is changed. */
export function ServiceView({ page, action }: { page: ServicePage; action: FormAction | null }) {
  const t = useTranslations("desk");
  const words = useWords();
  const { service, choices, asOf } = page;
  const { code, kind, name, version } = service;
  return (
    <>
      <Crumbs
        trail={[
          { label: t("title"), href: DESK },
          { label: t("services.title"), href: SERVICES },
          { label: words(name) },
        ]}
      />
      <PageHead title={words(name)} lead={t(`services.one.${kind}`, { code })} />
      <Panel
        flush
        quietTitle
        title={t("services.one.now")}
        aside={
          <Link href={objectiveHref(code)} prefetch={false}>
            {t("services.one.objectives")}
          </Link>
        }
      >
        <ServicesTable services={[service]} choices={choices} asOf={asOf} />
      </Panel>
      {action === null ? (
        <p className="quiet">{t("services.readOnly")}</p>
      ) : (
        <Panel title={t("services.one.change")}>
          <ServiceForm
            key={version}
            kind={kind}
            service={service}
            choices={choices}
            label={t("services.one.change")}
            action={action}
          />
        </Panel>
      )}
    </>
  );
}
