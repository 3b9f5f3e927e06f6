import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Crumbs, PageHead } from "@/components/ui/head.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { PlanQuery } from "@/lib/status/windows/schema.ts";
import type { Plan, ServiceChoice } from "@/lib/status/windows/shapes.ts";
import { Planner } from "./planner.tsx";
import { AboutFields, WallFields } from "./window-fields.tsx";
import styles from "./windows.module.css";

type Props = { query: PlanQuery; services: readonly ServiceChoice[]; plan: Plan | null; action: FormAction };

/** The planner and the window's own form side by side: what is found in the one is filled into the other. */
export function NewWindow({ query, services, plan, action }: Props) {
  const t = useTranslations("windows");
  const { windowClass, from = "", to = "" } = query;
  const about = {
    title: { da: "", en: "" },
    windowClass,
    traffic: "queued",
    services: query.services,
    note: null,
  } as const;
  return (
    <>
      <Crumbs trail={[{ label: t("title"), href: "/operate/windows" }, { label: t("new.title") }]} />
      <PageHead title={t("new.title")} lead={t("new.lead")} />
      <div className={styles.columns}>
        <div>
          <Planner query={query} services={services} plan={plan} />
        </div>
        <div>
          <Panel title={t("new.form")}>
            <ActionForm key={JSON.stringify(query)} action={action} label={t("new.form")}>
              <AboutFields about={about} services={services} notes />
              <WallFields from={from} to={to} />
              <Submit kind="go">{t("do.save")}</Submit>
            </ActionForm>
          </Panel>
        </div>
      </div>
    </>
  );
}
