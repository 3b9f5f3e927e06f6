import Link from "next/link";
import { useTranslations } from "next-intl";
import { Empty } from "@/components/ui/honest.tsx";
import type { ReceiptQuery } from "@/lib/ledger/filter.ts";
import { FILTER_FIELDS, filterOf, receiptsHref, without } from "./address.ts";

/** Nothing fits: says whether a filter is why, and how to be rid of it. */
export function Nothing({ query }: { query: ReceiptQuery }) {
  const t = useTranslations("receipts");
  const filter = filterOf(query);
  const last = FILTER_FIELDS.findLast((field) => field !== "side" && field !== "period" && filter[field] !== undefined);
  if (last === undefined) return <Empty>{t("nothing.none")}</Empty>;
  return (
    <Empty>
      {t("nothing.filtered")}{" "}
      <Link href={receiptsHref({ ...without(filter, last), group: query.group })} prefetch={false}>
        {t("nothing.remove", { name: t(`filters.${last}`) })}
      </Link>
    </Empty>
  );
}
