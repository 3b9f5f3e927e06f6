import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Fields } from "@/components/ui/field.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Stage } from "@/components/ui/progress.tsx";
import { CheckGroup, SelectField, TextArea, TextField, TimeField } from "@/components/ui/typed.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { IncidentDesk, NamedService } from "@/lib/status/incidents/shapes.ts";
import type { Phase, Words } from "@/lib/status/shapes.ts";
import type { IncidentActions } from "./actions.ts";
import styles from "./desk.module.css";
import { firstContent } from "./draft-rules.ts";
import { ImpactFields } from "./impact-fields.tsx";
import { Meanwhile } from "./meanwhile.tsx";
import { OnIncident } from "./on-incident.tsx";
import { useChoices } from "./use-choices.ts";

type Props = {
  incident: IncidentDesk;
  services: readonly NamedService[];
  /** Ready texts for the phases it may come to. */
  templates: readonly { code: string; phase: Phase; name: Words }[];
  asOf: string;
  actions: Pick<IncidentActions, "write" | "discard">;
};

/** Step 1: the next update as it will be said. Nothing is sent here. */
export function WriteForm({ incident, services, templates, asOf, actions }: Props) {
  const t = useTranslations("desk");
  const states = useTranslations("states");
  const format = useFormat();
  const words = useWords();
  const choices = useChoices();
  const { mine } = incident;
  const content = mine?.content ?? firstContent(incident, asOf);
  const saved = mine === null ? t("write.notSaved") : t("write.saved", { time: format.timeWithSeconds(mine.savedAt) });
  return (
    <Panel flush title={t("write.title", { nr: incident.updates.length + 1, number: incident.number })} aside={saved}>
      <Stage label={t("stage.label")} steps={[t("stage.write"), t("stage.check")]} current={0} />
      <div className={styles.body}>
        {mine?.outdated ? <Meanwhile incident={incident} since={mine.savedAt} asOf={asOf} /> : null}
        {/* A form of one's own draft begins anew when that draft is saved, never because a colleague did something. */}
        <ActionForm key={mine?.savedAt ?? "new"} action={actions.write} label={t("write.label")}>
          <OnIncident incident={incident} changed={t("write.changed")} />
          {/* Enter in a field saves; it chooses no template and goes nowhere. */}
          <button type="submit" name="intent" value="save" className="vh" tabIndex={-1} aria-hidden="true" />
          <Fields>
            <SelectField
              name="content.phase"
              label={t("field.phase")}
              value={content.phase}
              choices={choices.phases(incident.nextPhases)}
            />
            <SelectField
              name="content.severity"
              label={t("field.severity")}
              value={content.severity}
              choices={choices.severities}
            />
            <TimeField name="content.startedAt" label={t("field.startedAt")} value={content.startedAt} />
            <SelectField
              name="content.trouble"
              label={t("field.trouble")}
              value={content.trouble}
              choices={choices.troubles}
            />
            <SelectField
              name="content.causeClass"
              label={t("field.cause")}
              value={content.causeClass}
              choices={choices.causes}
            />
            <TimeField
              name="content.nextUpdateAt"
              label={t("field.nextUpdateAt")}
              hint={t("field.nextUpdateHint")}
              value={content.nextUpdateAt}
            />
          </Fields>
          <CheckGroup
            name="content.services"
            label={t("field.services")}
            values={content.services.map(String)}
            choices={services.map(({ id, name }) => ({ value: String(id), label: words(name) }))}
          />
          <Fields>
            <TextField name="content.title" label={t("field.title")} value={content.title} lang="da" maxLength={120} />
            <TextField
              name="content.titleEn"
              label={t("field.titleEn")}
              value={content.titleEn}
              lang="en"
              maxLength={120}
            />
          </Fields>
          <div className={styles.withButton}>
            <SelectField
              name="template"
              label={t("write.template")}
              none={t("write.noTemplate")}
              choices={templates.map(({ code, phase, name }) => ({
                value: code,
                label: `${states(`phase.${phase}.label`)}: ${words(name)}`,
              }))}
            />
            <Submit name="intent" value="template">
              {t("write.useTemplate")}
            </Submit>
          </div>
          <TextArea name="content.text" label={t("field.text")} value={content.text} rows={4} lang="da" />
          <TextArea name="content.textEn" label={t("field.textEn")} value={content.textEn} rows={4} lang="en" />
          <TimeField
            name="content.statedAt"
            label={t("field.statedAt")}
            hint={t("field.statedHint")}
            value={content.statedAt}
          />
          <ImpactFields impacts={incident.impacts} asOf={asOf} />
          <Submit kind="quiet" name="intent" value="propose">
            {t(incident.impacts.length === 0 ? "impact.proposeFirst" : "impact.propose")}
          </Submit>
          <div className={styles.buttons}>
            <Submit kind="go" name="intent" value="check">
              {t("write.check")}
            </Submit>
            <Submit name="intent" value="save">
              {t("write.save")}
            </Submit>
            <span className="note">{t("write.nothingSent")}</span>
          </div>
        </ActionForm>
        {mine === null ? null : (
          <ActionForm action={actions.discard} row label={t("write.discard")}>
            <input type="hidden" name="incidentId" value={incident.id} />
            <input type="hidden" name="number" value={incident.number} />
            <Submit kind="quiet">{t("write.discard")}</Submit>
          </ActionForm>
        )}
      </div>
    </Panel>
  );
}
