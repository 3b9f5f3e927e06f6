import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { receiptsHref } from "@/components/receipts/address.ts";
import { Filters } from "@/components/receipts/filters.tsx";
import { choicesFor, groupingsFor } from "@/components/receipts/groupings.ts";
import { packOverview } from "@/components/receipts/pack.ts";
import { ReceiptsView } from "@/components/receipts/receipts-view.tsx";
import { FirstUseOffer } from "@/components/subscriptions/first-use.tsx";
import { Texts } from "@/components/ui/texts.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { forgiving, receiptQuery } from "@/lib/ledger/filter.ts";
import { readChoices, readOverview } from "@/lib/ledger/queries.ts";
import { readFirstUse } from "@/lib/subscriptions/first.ts";
import { everything } from "../subscriptions/actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("receipts");
  return { title: t("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ReceiptsPage({ searchParams }: Props) {
  const raw = await searchParams;
  const query = forgiving(receiptQuery, raw);
  // A form sends what was not chosen as nothing; the address worth sharing is the short one.
  if (Object.values(raw).includes("")) redirect(receiptsHref(query));
  const viewer = await requireViewer();
  const sides = can(viewer.role, "side:choose");
  const now = new Date();
  const [t, overview, choices, first] = await Promise.all([
    getTranslations("receipts"),
    readOverview(viewer, query, now),
    readChoices(viewer, now, query.side),
    readFirstUse(viewer),
  ]);
  const place =
    choices.municipalities.find(({ value }) => value === query.municipality)?.label ??
    choices.regions.find(({ value }) => value === String(query.region))?.label;
  const title =
    overview.side === "sent" && sides
      ? t("titleSent", { organisation: viewer.organisationName })
      : place === undefined
        ? t("title")
        : t("titleIn", { place });
  return (
    <Texts of={["receipts", "codes"]}>
      {first === null ? null : <FirstUseOffer first={first} action={everything} />}
      <ReceiptsView
        title={title}
        query={query}
        initial={packOverview(overview)}
        quarantineHref={can(viewer.role, "quarantine:read") ? "/quarantine" : undefined}
        filters={
          <Filters
            query={query}
            choices={choicesFor(overview.side, choices)}
            groupings={groupingsFor(viewer.role, overview.side)}
            sides={sides}
            now={overview.asOf}
          />
        }
      />
    </Texts>
  );
}
