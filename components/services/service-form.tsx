import { useTranslations } from "next-intl";
import { SeenVersion } from "@/components/desk/on-incident.tsx";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Fields } from "@/components/ui/field.tsx";
import { CheckGroup, SelectField, TextField } from "@/components/ui/typed.tsx";
import { useWords } from "@/components/ui/use-words.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import { LINE_STATIONS } from "@/lib/ledger/states.ts";
import type { ServiceChoices, ServiceRow } from "@/lib/status/services/shapes.ts";
import styles from "./services.module.css";

type Props = {
  kind: ServiceRow["kind"];
  /** The one to change; null for a new one. */
  service: ServiceRow | null;
  choices: ServiceChoices;
  label: string;
  action: FormAction;
};

/** A service as it is written. Its code and kind are chosen once. */
export function ServiceForm({ kind, service, choices, label, action }: Props) {
  const t = useTranslations("desk.services");
  return (
    <ActionForm action={action} label={label}>
      <input type="hidden" name="kind" value={kind} />
      {service === null ? (
        <TextField
          name="code"
          label={t("field.code")}
          hint={t("hint.code")}
          maxLength={60}
          autoComplete="off"
          required
        />
      ) : (
        <>
          <input type="hidden" name="code" value={service.code} />
          <SeenVersion version={service.version} changed={t("changed")} />
        </>
      )}
      <Named service={service} />
      {kind === "chain" ? (
        <ChainFields service={service} choices={choices} />
      ) : (
        <StationFields service={service} choices={choices} />
      )}
      <Fields>
        <TextField
          name="position"
          label={t("field.position")}
          hint={t("hint.position")}
          value={service === null ? "" : String(service.position)}
          inputMode="numeric"
          maxLength={4}
          autoComplete="off"
          required
        />
        <TextField type="date" name="validFrom" label={t("field.validFrom")} value={service?.validFrom ?? ""} />
        <TextField
          type="date"
          name="validTo"
          label={t("field.validTo")}
          hint={t("hint.validTo")}
          value={service?.validTo ?? ""}
        />
      </Fields>
      <Submit kind="go">{t(service === null ? `new.${kind}Save` : "one.save")}</Submit>
    </ActionForm>
  );
}

type About = Pick<Props, "service" | "choices">;

function Named({ service }: Pick<Props, "service">) {
  const t = useTranslations("desk.services");
  const { name, note } = service ?? { name: null, note: null };
  return (
    <Fields>
      <TextField name="name" label={t("field.name")} value={name?.da ?? ""} lang="da" maxLength={120} required />
      <TextField name="nameEn" label={t("field.nameEn")} value={name?.en ?? ""} lang="en" maxLength={120} required />
      <TextField name="note" label={t("field.note")} value={note?.da ?? ""} lang="da" maxLength={200} />
      <TextField name="noteEn" label={t("field.noteEn")} value={note?.en ?? ""} lang="en" maxLength={200} />
    </Fields>
  );
}

function ChainFields({ service, choices }: About) {
  const t = useTranslations("desk.services");
  const words = useWords();
  const how = ["whole", "part"].map((value) => ({ value, label: t(`through.${value}`) }));
  const through = new Map(service?.through.map(({ stationId, whole }) => [stationId, whole ? "whole" : "part"]));
  return (
    <>
      <CheckGroup
        name="types"
        label={t("field.types")}
        values={service?.types ?? []}
        choices={choices.types.map(({ code, name }) => ({ value: code, label: `${code} ${words(name)}` }))}
      />
      <fieldset className={styles.through}>
        <legend>{t("field.through")}</legend>
        <p className="note">{t("hint.through")}</p>
        <Fields>
          {choices.stations.map(({ id, name }) => (
            <SelectField
              key={id}
              name={`through.${id}`}
              label={words(name)}
              value={through.get(id) ?? ""}
              choices={how}
              none={t("through.not")}
            />
          ))}
        </Fields>
      </fieldset>
    </>
  );
}

function StationFields({ service, choices }: About) {
  const t = useTranslations("desk.services");
  const states = useTranslations("states");
  const named = (list: readonly { id: number; name: string }[]) =>
    list.map(({ id, name }) => ({ value: String(id), label: name }));
  const chosen = (id: number | null | undefined) => (id == null ? "" : String(id));
  return (
    <>
      <Fields>
        <SelectField
          name="station"
          label={t("field.station")}
          value={service?.station ?? ""}
          choices={LINE_STATIONS.map((value) => ({ value, label: states(`station.${value}`) }))}
          none={t("choose")}
          required
        />
        <SelectField
          name="operatorId"
          label={t("field.operatorId")}
          value={chosen(service?.operatorId)}
          choices={named(choices.operators)}
          none={t("nobodys")}
        />
        <SelectField
          name="systemId"
          label={t("field.systemId")}
          hint={t("hint.systemId")}
          value={chosen(service?.systemId)}
          choices={named(choices.systems)}
          none={t("noSystem")}
        />
      </Fields>
      <CheckGroup
        name="sources"
        label={t("field.sources")}
        values={service?.sources.map(String) ?? []}
        choices={choices.sources.map(({ id, name, organisation }) => ({
          value: String(id),
          label: `${name} (${organisation})`,
        }))}
      />
      <p className="note">{t("hint.sources")}</p>
    </>
  );
}
