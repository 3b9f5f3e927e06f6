import { useTranslations } from "next-intl";
import { PageHead } from "@/components/ui/head.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { ServicesPage } from "@/lib/status/services/shapes.ts";
import { ServiceForm } from "./service-form.tsx";
import { ServicesTable } from "./services-table.tsx";

/** What status is shown for: the chains and stations that there are, and a new one of each kind. */
export function ServicesView({ page, action }: { page: ServicesPage; action: FormAction | null }) {
  const t = useTranslations("desk.services");
  const { services, choices, asOf } = page;
  const stations = services.filter(({ kind }) => kind === "station");
  const lead = t.rich("lead", {
    ...{ chains: services.length - stations.length, stations: stations.length },
    unseen: stations.filter(({ sources }) => sources.length === 0).length,
    b: (words) => <b>{words}</b>,
  });
  return (
    <>
      <PageHead title={t("title")} lead={lead} />
      {services.length === 0 ? (
        <Empty>{t("none")}</Empty>
      ) : (
        <Panel flush quietTitle title={t("title")}>
          <ServicesTable services={services} choices={choices} asOf={asOf} />
        </Panel>
      )}
      {action === null ? (
        <p className="quiet">{t("readOnly")}</p>
      ) : (
        (["chain", "station"] as const).map((kind) => (
          <Panel key={kind} title={t(`new.${kind}`)}>
            <p className="quiet">{t(`new.${kind}Means`)}</p>
            <ServiceForm kind={kind} service={null} choices={choices} label={t(`new.${kind}`)} action={action} />
          </Panel>
        ))
      )}
    </>
  );
}
