import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { messagesHref } from "@/components/messages/address.ts";
import { MessageFilters } from "@/components/messages/message-filters.tsx";
import { MessagesView } from "@/components/messages/messages-view.tsx";
import { SearchForm } from "@/components/messages/search-form.tsx";
import { filterOf } from "@/components/receipts/address.ts";
import { Texts } from "@/components/ui/texts.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { deliveryQuery, forgiving } from "@/lib/ledger/filter.ts";
import { readChoices, readDeliveries } from "@/lib/ledger/queries.ts";
import { searchLetter } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("messages");
  return { title: t("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function MessagesPage({ searchParams }: Props) {
  const raw = await searchParams;
  const query = forgiving(deliveryQuery, raw);
  const filter = filterOf(query);
  // A form sends what was not chosen as nothing; the address worth sharing is the short one.
  if (Object.values(raw).includes("")) redirect(messagesHref(filter));
  const viewer = await requireViewer();
  const now = new Date();
  const [page, choices] = await Promise.all([readDeliveries(viewer, query, now), readChoices(viewer, now, query.side)]);
  return (
    <MessagesView
      filter={filter}
      page={page}
      cursor={query.cursor ?? null}
      search={
        <Texts of={["messages"]}>
          <SearchForm action={searchLetter} />
        </Texts>
      }
      filters={
        <MessageFilters
          filter={filter}
          choices={choices}
          sides={can(viewer.role, "side:choose")}
          now={page.asOf}
          rows={page.rows}
        />
      }
    />
  );
}
