"use client";
import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { useAnswered } from "@/components/ui/action-form.tsx";
import field from "@/components/ui/field.module.css";
import { Glyph } from "@/components/ui/glyph.tsx";
import { CheckField, SelectField, TextField } from "@/components/ui/typed.tsx";
import { useWords } from "@/components/ui/use-words.ts";
import { SEVERITIES } from "@/lib/status/shapes.ts";
import type { Choices } from "@/lib/subscriptions/page-shapes.ts";
import type { Draft } from "@/lib/subscriptions/schema.ts";
import { isFetched, MISSING_COUNTS, MISSING_OF, MOMENTS, type SignalKind } from "@/lib/subscriptions/shapes.ts";
import styles from "./subscriptions.module.css";

type Props = { draft: Draft; choices: Choices; kinds: readonly SignalKind[]; trials: ReactNode };

/** Every axis of a filter and its calm, as fields; `trials` stands by the addresses. */
export function Axes({ draft, choices, kinds, trials }: Props) {
  const t = useTranslations("subscriptions");
  const words = useWords();
  const { filter, calm } = draft;
  const number = (
    name:
      | "missingCount"
      | "missingPercent"
      | "missingMinutes"
      | "minMunicipalities"
      | "minMessages"
      | "intervalMinutes"
      | "capPerHour"
      | "confirmMinutes",
  ) => ({
    ...{ name, label: t(`field.${name}`), inputMode: "numeric" as const },
  });
  const addressed = ({ label, channel }: Choices["endpoints"][number]) =>
    channel === "email" ? label : t("address.named", { label, channel: t(`address.channel.${channel}`) });
  return (
    <div className={styles.axes}>
      <Axis id="services" title={t("axis.services")} note={t("editor.allOfThem")}>
        <Checks
          name="services"
          values={filter.services}
          choices={choices.services.map((one) => [one.value, words(one.label)])}
        />
      </Axis>
      <Axis id="stations" title={t("axis.stations")} note={t("editor.allOfThem")}>
        <Checks
          name="stations"
          values={filter.stations}
          choices={choices.stations.map((one) => [one, upper(t(`station.${one}`))])}
        />
      </Axis>
      <Axis id="organisations" title={t("axis.organisations")}>
        <CheckField name="mine" label={t("axis.mine")} checked={filter.mine} />
        <Folded
          title={t("editor.region")}
          name="regions"
          values={filter.regions}
          choices={choices.regions.map(({ id, name, members }) => [
            String(id),
            t("editor.inRegion", { name, count: members }),
          ])}
        />
        <Folded
          title={t("editor.municipality")}
          name="municipalities"
          values={filter.municipalities}
          choices={named(choices.municipalities)}
        />
        <Folded title={t("editor.vendor")} name="vendors" values={filter.vendors} choices={named(choices.vendors)} />
        {choices.installations.length === 0 ? null : (
          <Folded
            title={t("editor.installation")}
            name="installations"
            values={filter.installations}
            choices={named(choices.installations)}
          />
        )}
      </Axis>
      <Axis id="kinds" title={t("axis.kinds")}>
        <Checks name="kinds" values={filter.kinds} choices={kinds.map((kind) => [kind, t(`kind.${kind}`)])} />
      </Axis>
      <Axis id="moments" title={t("axis.moments")} note={t("editor.ends")}>
        <Checks
          name="moments"
          values={filter.moments}
          choices={MOMENTS.map((moment) => [moment, t(`moment.${moment}`)])}
        />
      </Axis>
      <Axis id="severity" title={t("axis.severity")}>
        <Severities value={filter.minSeverity} />
      </Axis>
      <Axis id="impact" title={t("axis.impact")} note={t("editor.planned")}>
        <div className={styles.fields}>
          <TextField {...number("minMunicipalities")} value={text(filter.minMunicipalities)} />
          <TextField {...number("minMessages")} value={text(filter.minMessages)} />
        </div>
      </Axis>
      <Axis id="types" title={t("axis.types")} note={t("editor.allOfThem")}>
        <Folded
          title={t("axis.types")}
          name="types"
          values={filter.types}
          choices={choices.types.map((one) => [one.value, `${one.value} · ${words(one.label)}`])}
        />
      </Axis>
      <Axis wide id="missing" title={t("axis.missing")} note={t("editor.missing")}>
        <div className={styles.choices}>
          <Choice
            name="missingOf"
            label={t("field.missingOf")}
            value={filter.missing?.of ?? "each"}
            choices={MISSING_OF.map((of) => [of, t(`missingOf.${of}`)])}
          />
          <Choice
            name="missingCounts"
            label={t("field.missingCounts")}
            value={filter.missing?.counts ?? "both"}
            choices={MISSING_COUNTS.map((counts) => [counts, t(`missingCounts.${counts}`)])}
          />
        </div>
        <div className={styles.fields}>
          <TextField {...number("missingCount")} value={text(filter.missing?.count ?? null)} />
          <TextField {...number("missingPercent")} value={text(filter.missing?.percent ?? null)} />
          <TextField {...number("missingMinutes")} value={text(filter.missing?.minutes ?? null)} />
        </div>
      </Axis>
      <Axis wide id="calm" title={t("axis.calm")}>
        <CheckField name="quiet" label={t("field.quiet")} checked={calm.quietFrom !== null} />
        <CheckField name="criticalPasses" label={t("field.criticalPasses")} checked={calm.criticalPasses} />
        <div className={styles.fields}>
          <TextField type="time" name="quietFrom" label={t("field.quietFrom")} value={calm.quietFrom ?? "22:00"} />
          <TextField type="time" name="quietTo" label={t("field.quietTo")} value={calm.quietTo ?? "06:00"} />
          <TextField type="time" name="digestAt" label={t("field.digestAt")} value={calm.digestAt ?? ""} />
          <TextField {...number("intervalMinutes")} value={text(calm.intervalMinutes)} />
          <TextField {...number("capPerHour")} value={text(calm.capPerHour)} />
          <TextField {...number("confirmMinutes")} value={text(calm.confirmMinutes)} />
        </div>
      </Axis>
      <Axis wide id="to" title={t("axis.to")} note={t("editor.fetched")}>
        <Checks
          name="endpoints"
          values={draft.endpoints}
          choices={choices.endpoints.map((one) => [String(one.id), addressed(one)])}
        />
        {choices.endpoints.length === 0 ? (
          <p className={styles.note}>{t("address.none")}</p>
        ) : (
          <SelectField
            name="second"
            label={t("editor.second")}
            none={t("editor.noSecond")}
            value={text(draft.second)}
            choices={choices.endpoints
              .filter(({ channel }) => !isFetched(channel))
              .map((one) => ({ value: String(one.id), label: addressed(one) }))}
          />
        )}
        {trials}
      </Axis>
    </div>
  );
}

const text = (value: number | null): string => (value === null ? "" : String(value));
const upper = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const named = (of: readonly { id: number; name: string }[]): [string, string][] =>
  of.map(({ id, name }) => [String(id), name]);

function Axis({
  id,
  title,
  note,
  wide = false,
  children,
}: {
  id: string;
  title: string;
  note?: string;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <fieldset className={wide ? `${styles.axis} ${styles.wide}` : styles.axis} id={`axis-${id}`} tabIndex={-1}>
      <legend>{title}</legend>
      <div>
        {children}
        {note === undefined ? null : <p className={styles.note}>{note}</p>}
      </div>
    </fieldset>
  );
}

type Many = {
  name: string;
  values: readonly (string | number)[] | null;
  choices: readonly (readonly [value: string, label: string])[];
};
function Checks({ name, values, choices }: Many) {
  const { error } = useAnswered(name);
  const chosen = new Set((values ?? []).map(String));
  return (
    <>
      {choices.map(([value, label]) => (
        <CheckField key={value} name={name} value={value} label={label} checked={chosen.has(value)} />
      ))}
      {error === undefined ? null : (
        <p className={styles.error} aria-invalid tabIndex={-1}>
          {error}
        </p>
      )}
    </>
  );
}

/** Many choices, folded away until something of them is chosen. */
function Folded({ title, ...many }: Many & { title: string }) {
  const t = useTranslations("subscriptions.editor");
  const count = many.values?.length ?? 0;
  return (
    <details className={styles.folded} open={count > 0 && count <= 10}>
      <summary>{t("chosen", { label: title, count })}</summary>
      <div className={styles.many}>
        <Checks {...many} />
      </div>
    </details>
  );
}

type One = {
  name: string;
  label: string;
  value: string;
  choices: readonly (readonly [value: string, label: string])[];
};
/** One of a few, all of them seen. */
function Choice({ name, label, value, choices }: One) {
  const { key, typed } = useAnswered(name);
  const group = useId();
  const chosen = typed?.[0] ?? value;
  return (
    <fieldset key={key} className={styles.choice}>
      <legend className="vh">{label}</legend>
      {choices.map(([one, words]) => (
        <label key={one} className={field.check} htmlFor={`${group}${one}`}>
          <input id={`${group}${one}`} type="radio" name={name} value={one} defaultChecked={one === chosen} />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Severities({ value }: { value: string | null }) {
  const t = useTranslations("subscriptions.editor");
  const states = useTranslations("states.severity");
  const { key, typed } = useAnswered("minSeverity");
  const group = useId();
  const chosen = typed === null ? (value ?? "") : (typed[0] ?? "");
  return (
    <div key={key}>
      {[...SEVERITIES, ""].map((severity) => (
        <label key={severity} className={field.check} htmlFor={`${group}${severity}`}>
          <input
            id={`${group}${severity}`}
            type="radio"
            name="minSeverity"
            value={severity}
            defaultChecked={severity === chosen}
          />
          {severity === "" ? (
            <span>{t("noSeverity")}</span>
          ) : (
            <span className={styles.severity} data-severity={severity}>
              <Glyph name={`sev-${severity as (typeof SEVERITIES)[number]}`} /> {states(`${severity}.label`)}
            </span>
          )}
        </label>
      ))}
    </div>
  );
}
