import { useTranslations } from "next-intl";
import { Fields } from "@/components/ui/field.tsx";
import { CheckGroup, SelectField, TextArea, TextField } from "@/components/ui/typed.tsx";
import { useWords } from "@/components/ui/use-words.ts";
import type { WindowClass, WindowTraffic, Words } from "@/lib/status/shapes.ts";
import type { ServiceChoice } from "@/lib/status/windows/shapes.ts";
import { useWindowChoices } from "./use-window-words.ts";

export type About = {
  title: Words;
  windowClass: WindowClass;
  traffic: WindowTraffic;
  services: readonly string[];
  note: Words | null;
};

/** What a window or a series is about; the times stand beside. */
export function AboutFields({
  about,
  services,
  notes = false,
}: {
  about: About;
  services: readonly ServiceChoice[];
  notes?: boolean;
}) {
  const t = useTranslations("windows.field");
  const { classes, traffics } = useWindowChoices();
  return (
    <>
      <Fields>
        <TextField name="title" label={t("title")} value={about.title.da} maxLength={120} />
        <TextField name="titleEn" label={t("titleEn")} value={about.title.en} maxLength={120} lang="en" />
      </Fields>
      <Fields>
        <SelectField name="windowClass" label={t("class")} value={about.windowClass} choices={classes} />
        <SelectField name="traffic" label={t("traffic")} value={about.traffic} choices={traffics} />
      </Fields>
      <ServiceFields services={services} chosen={about.services} />
      {notes ? (
        <Fields>
          <TextArea name="note" label={t("note")} value={about.note?.da ?? ""} maxLength={2_000} />
          <TextArea name="noteEn" label={t("noteEn")} value={about.note?.en ?? ""} maxLength={2_000} lang="en" />
        </Fields>
      ) : null}
    </>
  );
}

/** Chains and stations in one choice. */
export function ServiceFields({ services, chosen }: { services: readonly ServiceChoice[]; chosen: readonly string[] }) {
  const t = useTranslations("windows.field");
  const words = useWords();
  return (
    <CheckGroup
      name="services"
      label={t("services")}
      values={chosen}
      choices={services.map(({ code, name }) => ({ value: code, label: words(name) }))}
    />
  );
}

/** From and to on the Danish wall. */
export function WallFields({ from, to }: { from: string; to: string }) {
  const t = useTranslations("windows.field");
  return (
    <Fields>
      <TextField type="datetime-local" name="from" label={t("from")} value={from} hint={t("timeHint")} />
      <TextField type="datetime-local" name="to" label={t("to")} value={to} />
    </Fields>
  );
}
