import { useTranslations } from "next-intl";
import { AskedFields } from "@/components/sending/recipients.tsx";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { ButtonLink } from "@/components/ui/button.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { KeyValue } from "@/components/ui/facts.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Stage } from "@/components/ui/progress.tsx";
import { ServiceMark, SeverityMark } from "@/components/ui/state.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { DraftRow, IncidentDesk, Preview } from "@/lib/status/incidents/shapes.ts";
import type { IncidentActions } from "./actions.ts";
import { incidentHref } from "./address.ts";
import styles from "./desk.module.css";
import { Meanwhile } from "./meanwhile.tsx";

type Props = {
  incident: IncidentDesk;
  /** One's own draft, or the colleague's that waits. */
  draft: DraftRow;
  own: boolean;
  preview: Preview;
  asOf: string;
  actions: Pick<IncidentActions, "publish">;
};

/** Step 2: what the update changes, and the button that makes it public; or asks a colleague to. */
export function CheckStep({ incident, draft, own, preview, asOf, actions }: Props) {
  const t = useTranslations("desk");
  const { number } = incident;
  const blocked = preview.missing.length > 0 || draft.outdated;
  return (
    <Panel
      flush
      title={t("check.title", { nr: incident.updates.length + 1, number })}
      aside={own ? t("check.own") : t("check.by", { name: draft.name })}
    >
      <Stage label={t("stage.label")} steps={[t("stage.write"), t("stage.check")]} current={1} />
      <div className={`${styles.body} stack`}>
        {draft.outdated ? <Meanwhile incident={incident} since={draft.savedAt} asOf={asOf} /> : null}
        {preview.missing.length === 0 ? null : (
          <Callout severity="major">
            <b>{t("check.missing")}</b> {preview.missing.map((field) => t(`field.${field}`)).join(", ")}
          </Callout>
        )}
        <Changes incident={incident} draft={draft} asOf={asOf} />
        <ActionForm action={actions.publish} label={t("check.label")}>
          <input type="hidden" name="incidentId" value={incident.id} />
          <input type="hidden" name="number" value={number} />
          <input type="hidden" name="writerId" value={draft.personId} />
          <input type="hidden" name="seal" value={preview.seal} />
          {blocked ? null : <AskedFields told={preview.told} />}
          <div className={styles.buttons}>
            {blocked ? null : (
              <Decisions approval={incident.approval} own={own} submitted={draft.submittedAt !== null} />
            )}
            {own ? (
              <ButtonLink href={incidentHref(number)} prefetch={false}>
                {t("check.back")}
              </ButtonLink>
            ) : (
              <Submit name="intent" value="return">
                {t("check.return")}
              </Submit>
            )}
          </div>
        </ActionForm>
      </div>
    </Panel>
  );
}

/** Who may press what: where a second person is asked for, the writer submits and a colleague approves. */
function Decisions({ approval, own, submitted }: { approval: boolean; own: boolean; submitted: boolean }) {
  const t = useTranslations("desk.check");
  if (!own) {
    return (
      <Submit kind="go" name="intent" value="approve">
        {t("approve")}
      </Submit>
    );
  }
  if (!approval) {
    return (
      <Submit kind="go" name="intent" value="publish">
        {t("publish")}
      </Submit>
    );
  }
  if (submitted) return <p role="status">{t("waits")}</p>;
  return (
    <Submit kind="go" name="intent" value="submit">
      {t("submit")}
    </Submit>
  );
}

function Changes({ incident, draft, asOf }: { incident: IncidentDesk; draft: DraftRow; asOf: string }) {
  const t = useTranslations("desk");
  const states = useTranslations("states");
  const format = useFormat();
  const { content } = draft;
  const was = (before: string, after: string) => (before === after ? after : t("check.from", { before, after }));
  const phase = (name: string) => states(`phase.${name}.label`);
  const time = (at: string | null) => format.sinceTime(at, asOf);
  return (
    <KeyValue
      rows={[
        { name: t("field.phase"), value: was(phase(incident.phase), phase(content.phase)) },
        { name: t("field.severity"), value: <SeverityMark severity={content.severity} /> },
        { name: t("field.trouble"), value: <ServiceMark state={content.trouble} /> },
        { name: t("field.startedAt"), value: was(time(incident.startedAt), time(content.startedAt)) },
        {
          name: t("field.statedAt"),
          value: content.statedAt === null ? t("check.whenPublished") : time(content.statedAt),
        },
        { name: t("field.nextUpdateAt"), value: time(content.nextUpdateAt) },
      ]}
    />
  );
}
