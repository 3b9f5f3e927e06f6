import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button.tsx";
import { Chip, ChipAdd, Chips, Segment } from "@/components/ui/chip.tsx";
import { Field, Fields, Select } from "@/components/ui/field.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { PERIODS, type ReceiptQuery } from "@/lib/ledger/filter.ts";
import type { FilterChoices, Grouping } from "@/lib/ledger/shapes.ts";
import { RECEIPT_STATES } from "@/lib/ledger/states.ts";
import { type Filter, type FilterField, filterOf, receiptsHref, without } from "./address.ts";
import styles from "./filters.module.css";

type FiltersProps = {
  query: ReceiptQuery;
  choices: FilterChoices;
  groupings: readonly Grouping[];
  /** Received or sent, for those who do both. */
  sides: boolean;
  now: string;
};

/** What a municipality has sent goes to hospitals and doctors too. */
const receiverOf = ({ side }: Filter) => (side === "sent" ? "recipient" : "municipality");

type Side = NonNullable<Filter["side"]>;

/** What was received or what was sent, for those who do both. */
export function SideChips({ side, hrefOf }: { side: Side | undefined; hrefOf: (side: Side) => string }) {
  const t = useTranslations("receipts.side");
  return (
    <Chips label={t("label")}>
      <Segment
        label={t("label")}
        choices={(["received", "sent"] as const).map((one) => ({
          key: one,
          label: t(one),
          href: hrefOf(one),
          current: (side ?? "received") === one,
        }))}
      />
    </Chips>
  );
}

/** The filters in force as chips, those to add in a form, and the grouping: all of it in the address, none of it in a script. */
export function Filters({ query, choices, groupings, sides, now }: FiltersProps) {
  const t = useTranslations("receipts");
  const to = (filter: Filter, group = query.group) => receiptsHref({ ...filter, group });
  const filter = filterOf(query);
  return (
    <>
      {sides ? (
        <SideChips
          side={filter.side}
          hrefOf={(side) => to(side === "received" ? without(filter, "side") : { ...filter, side }, "state")}
        />
      ) : null}
      <Chips label={t("filters.label")}>
        <FilterChips filter={filter} choices={choices} now={now} hrefOf={to} />
        <FilterForm query={query} choices={choices} action="/receipts" />
        <Segment
          label={t("group.label")}
          choices={groupings.map((group) => ({
            key: group,
            label: t(`group.${group === "municipality" ? receiverOf(filter) : group}`),
            href: to(filter, group),
            current: query.group === group,
          }))}
        />
      </Chips>
    </>
  );
}

type FilterChipsProps = {
  filter: Filter;
  choices: FilterChoices;
  now: string;
  hrefOf: (filter: Filter) => string;
  /** What the one installation is called, where the page knows. */
  installation?: string | undefined;
};

/** The filters in force, each with the way to remove it; the period always stands there. */
export function FilterChips({ filter, choices, now, hrefOf, installation }: FilterChipsProps) {
  const t = useTranslations("receipts");
  const tStates = useTranslations("states.receipt");
  const format = useFormat();
  const labels = labelsOf(choices, format.locale);
  const chips: { field: FilterField; value: string }[] = [];
  for (const field of ["region", "municipality", "system", "vendor", "type"] as const) {
    const value = filter[field];
    if (value !== undefined) chips.push({ field, value: labels[field].get(String(value)) ?? String(value) });
  }
  if (filter.installation !== undefined) chips.push({ field: "installation", value: installation ?? t("filters.one") });
  if (filter.state !== undefined) chips.push({ field: "state", value: tStates(`${filter.state}.label`) });
  if (filter.incident !== undefined) chips.push({ field: "incident", value: filter.incident });
  if (filter.left !== undefined) chips.push({ field: "left", value: t(`left.${filter.left}`) });
  if (filter.code !== undefined) chips.push({ field: "code", value: filter.code });
  const days = filter.from !== undefined || filter.to !== undefined;
  const day = (value: string | undefined) => (value === undefined ? "…" : format.date(`${value}T12:00:00Z`, now));
  const period = days
    ? t("period.span", { from: day(filter.from), to: day(filter.to) })
    : t(`period.chip.${filter.period ?? "24h"}`);
  const nameOf = (field: FilterField) => t(`filters.${field === "municipality" ? receiverOf(filter) : field}`);
  const fixed = !days && (filter.period ?? "24h") === "24h";
  return (
    <>
      {chips.map(({ field, value }) => (
        <Chip key={field} name={nameOf(field)} value={value} removeHref={hrefOf(without(filter, field))} />
      ))}
      <Chip
        name={t("filters.period")}
        value={period}
        removeHref={fixed ? undefined : hrefOf(without(filter, "period"))}
      />
    </>
  );
}

type FilterFormProps = {
  query: Filter & { group?: Grouping | undefined };
  choices: FilterChoices;
  action: string;
};

/** Everything that can be chosen, sent by GET: it works without JavaScript. */
export function FilterForm({ query, choices, action }: FilterFormProps) {
  const t = useTranslations("receipts");
  const tStates = useTranslations("states.receipt");
  const { locale } = useFormat();
  const lists = {
    region: choices.regions,
    municipality: choices.municipalities,
    system: choices.systems,
    vendor: choices.vendors,
    type: typesIn(choices, locale),
    state: RECEIPT_STATES.map((state) => ({ value: state, label: tStates(`${state}.label`) })),
  };
  // With nothing to choose between there is nothing to ask.
  const asked = (Object.keys(lists) as (keyof typeof lists)[]).filter(
    (name) => lists[name].length > 1 || query[name] !== undefined,
  );
  const labelOf = (name: (typeof asked)[number]) => t(`filters.${name === "municipality" ? receiverOf(query) : name}`);
  const kept = {
    side: query.side,
    incident: query.incident,
    left: query.left,
    group: query.group === "state" ? undefined : query.group,
  };
  const more = asked.filter((name) => query[name] === undefined).map((name) => labelOf(name));
  const label = [...more, t("filters.period")].map((word, at) => (at === 0 ? word : word.toLowerCase())).join(", ");
  return (
    <ChipAdd label={label}>
      <form action={action} method="get" className={styles.form}>
        {Object.entries(kept).map(([name, value]) =>
          value === undefined ? null : <input key={name} type="hidden" name={name} value={value} />,
        )}
        <Fields>
          {asked.map((name) => (
            <Select
              key={name}
              name={name}
              label={labelOf(name)}
              any={t("filters.any")}
              value={query[name] === undefined ? undefined : String(query[name])}
              choices={lists[name]}
            />
          ))}
          <Select
            name="period"
            label={t("filters.period")}
            any={t("period.chip.24h")}
            value={query.period === "24h" ? undefined : query.period}
            choices={PERIODS.filter((period) => period !== "24h").map((value) => ({
              value,
              label: t(`period.chip.${value}`),
            }))}
          />
          <Field label={t("filters.from")}>
            {(control) => <input {...control} type="date" name="from" defaultValue={query.from} />}
          </Field>
          <Field label={t("filters.to")}>
            {(control) => <input {...control} type="date" name="to" defaultValue={query.to} />}
          </Field>
        </Fields>
        <Button kind="go" type="submit">
          {t("filters.show")}
        </Button>
      </form>
    </ChipAdd>
  );
}

const typesIn = ({ types }: FilterChoices, locale: string) =>
  types.map(({ value, label, labelEn }) => ({ value, label: locale === "en" ? labelEn : label }));

function labelsOf(choices: FilterChoices, locale: string) {
  const names = (list: readonly { value: string; label: string }[]) =>
    new Map(list.map(({ value, label }) => [value, label]));
  return {
    region: names(choices.regions),
    municipality: names(choices.municipalities),
    system: names(choices.systems),
    vendor: names(choices.vendors),
    type: names(typesIn(choices, locale)),
  };
}
