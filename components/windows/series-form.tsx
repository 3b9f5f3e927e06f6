import { useTranslations } from "next-intl";
import { AskedFields } from "@/components/sending/recipients.tsx";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Fields } from "@/components/ui/field.tsx";
import { SelectField, TextField } from "@/components/ui/typed.tsx";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { ToBeTold } from "@/lib/notices/sending/shapes.ts";
import { ON_HOLIDAY, RECURRENCES, type SeriesRule, type ServiceChoice } from "@/lib/status/windows/shapes.ts";
import { useWindowChoices } from "./use-window-words.ts";
import { type About, AboutFields } from "./window-fields.tsx";

type Props = {
  series: About & SeriesRule;
  /** Null for a new one. */
  known: { id: number; version: number } | null;
  services: readonly ServiceChoice[];
  action: FormAction;
  label: string;
  /** Who is told where announced dates are others afterwards. */
  told?: ToBeTold | undefined;
};
const WEEKDAYS = ["1", "2", "3", "4", "5", "6", "0"];
const NTH = ["1", "2", "3", "4", "5"];

/** When a series comes on the Danish wall, and what it is about. */
export function SeriesForm({ series, known, services, action, label, told }: Props) {
  const t = useTranslations("windows");
  const { choices } = useWindowChoices();
  const every = choices(RECURRENCES, (value) => t(`series.every.${value}`));
  const weekdays = choices(WEEKDAYS, (value) => t(`weekday.${value}`));
  const nths = choices(NTH, (value) => t(`series.nth.${value}`));
  const holidays = choices(ON_HOLIDAY, (value) => t(`series.onHoliday.${value}`));
  return (
    <ActionForm action={action} label={label}>
      {known === null ? null : (
        <>
          <input type="hidden" name="id" value={known.id} />
          <input type="hidden" name="version" value={known.version} />
        </>
      )}
      <AboutFields about={series} services={services} />
      <Fields>
        <SelectField name="every" label={t("field.every")} value={series.every} choices={every} />
        <SelectField name="weekday" label={t("field.weekday")} value={String(series.weekday)} choices={weekdays} />
        <SelectField
          name="nth"
          label={t("field.nth")}
          hint={t("field.nthHint")}
          value={series.nth === null ? "" : String(series.nth)}
          none={t("series.anyWeek")}
          choices={nths}
        />
        <SelectField name="onHoliday" label={t("field.onHoliday")} value={series.onHoliday} choices={holidays} />
      </Fields>
      <Fields>
        <TextField type="time" name="fromTime" label={t("field.fromTime")} value={series.fromTime} />
        <TextField
          type="time"
          name="toTime"
          label={t("field.toTime")}
          value={series.toTime}
          hint={t("field.toTimeHint")}
        />
        <TextField type="date" name="validFrom" label={t("field.validFrom")} value={series.validFrom} />
        <TextField
          type="date"
          name="validTo"
          label={t("field.validTo")}
          value={series.validTo ?? ""}
          hint={t("field.noEnd")}
        />
      </Fields>
      <AskedFields told={told} />
      <Submit kind="go">{t("do.saveSeries")}</Submit>
    </ActionForm>
  );
}
