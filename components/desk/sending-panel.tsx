import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { KeyValue } from "@/components/ui/facts.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { Sending } from "@/lib/notices/sending/shapes.ts";
import type { IncidentActions } from "./actions.ts";

type Props = {
  incident: { id: number; number: string };
  sending: Sending;
  asOf: string;
  /** Null for somebody who only reads. */
  actions: Pick<IncidentActions, "hold"> | null;
};

/** How far the notices have come, and the button that stops what is not sent. */
export function SendingPanel({ incident, sending, asOf, actions }: Props) {
  const t = useTranslations("desk.sending");
  const format = useFormat();
  const { heldAt, ...counts } = sending;
  const total = Object.values(counts).reduce((sum, one) => sum + one);
  const hold = heldAt === null ? "on" : "off";
  return (
    <Panel title={t("title")} aside={t("aside", { total })}>
      {total === 0 ? (
        <p className="note">{t("none")}</p>
      ) : (
        <div className="stack">
          {heldAt === null ? null : (
            <Callout severity="major">{t("heldSince", { time: format.sinceTime(heldAt, asOf) })}</Callout>
          )}
          <KeyValue
            rows={(["sent", "waiting", "held", "failed"] as const).map((state) => ({
              name: t(`states.${state}`),
              value: format.number(counts[state]),
            }))}
          />
          {actions === null || (hold === "on" && counts.waiting === 0) ? null : (
            <ActionForm action={actions.hold} label={t("title")}>
              <input type="hidden" name="incidentId" value={incident.id} />
              <input type="hidden" name="number" value={incident.number} />
              <Submit kind={hold === "on" ? "stop" : "plain"} name="hold" value={hold}>
                {t(hold === "on" ? "hold" : "release")}
              </Submit>
            </ActionForm>
          )}
        </div>
      )}
    </Panel>
  );
}
