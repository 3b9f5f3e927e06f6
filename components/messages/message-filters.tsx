import { useTranslations } from "next-intl";
import { useNames } from "@/components/journey/names.ts";
import { type Filter, without } from "@/components/receipts/address.ts";
import { FilterChips, FilterForm, SideChips } from "@/components/receipts/filters.tsx";
import { Chips } from "@/components/ui/chip.tsx";
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
        <SideChips
          side={filter.side}
          hrefOf={(side) => messagesHref(side === "received" ? without(filter, "side") : { ...filter, side })}
        />
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
