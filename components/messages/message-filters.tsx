import { useTranslations } from "next-intl";
import { useNames } from "@/components/journey/names.ts";
import { type Filter, without } from "@/components/receipts/address.ts";
import { FilterChips, FilterForm } from "@/components/receipts/filters.tsx";
import { Chips, Segment } from "@/components/ui/chip.tsx";
import type { DeliveryRow, FilterChoices } from "@/lib/ledger/shapes.ts";
import { messagesHref } from "./address.ts";

type MessageFiltersProps = {
  filter: Filter;
  choices: FilterChoices;
  /** Received or sent, for those who do both. */
  sides: boolean;
  now: string;
  /** The rows below: what the one installation of a filter is called stands in them. */
  rows: readonly DeliveryRow[];
};

/** The same filters as the overview has, and the side for those who have two. */
export function MessageFilters({ filter, choices, sides, now, rows }: MessageFiltersProps) {
  const t = useTranslations("receipts");
  const names = useNames();
  const one = rows.find(({ installationId }) => installationId !== null && installationId === filter.installation);
  return (
    <>
      {sides ? (
        <Chips label={t("side.label")}>
          <Segment
            label={t("side.label")}
            choices={(["received", "sent"] as const).map((side) => ({
              key: side,
              label: t(`side.${side}`),
              href: messagesHref(side === "received" ? without(filter, "side") : { ...filter, side }),
              current: (filter.side ?? "received") === side,
            }))}
          />
        </Chips>
      ) : null}
      <Chips label={t("filters.label")}>
        <FilterChips
          filter={filter}
          choices={choices}
          now={now}
          hrefOf={messagesHref}
          installation={one === undefined ? undefined : names.recipient(one)}
        />
        <FilterForm query={filter} choices={choices} action="/messages" />
      </Chips>
    </>
  );
}
