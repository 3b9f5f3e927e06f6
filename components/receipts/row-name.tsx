import Link from "next/link";
import { useTranslations } from "next-intl";
import { useFormat } from "@/components/ui/use-format.ts";
import { explainCode } from "@/lib/ledger/codes.ts";
import type { Grouping, OverviewRow } from "@/lib/ledger/shapes.ts";
import { type Filter, messagesHref, receiptsHref } from "./address.ts";
import styles from "./receipt-table.module.css";
import { filterOfRow, reasonOf } from "./rows.ts";

type RowNameProps = { row: OverviewRow; filter: Filter; group: Grouping; today: string };

/** What the row stands for, where it leads, its receipt role, and in one line why it stands where it does. */
export function RowName({ row, filter, group, today }: RowNameProps) {
  const t = useTranslations("receipts.row");
  const tRole = useTranslations("states.role");
  const { locale } = useFormat();
  const { name, system } = namesOf(row, locale);
  const href = hrefOf(row, filter, group);
  const words = (
    <>
      <b>{name ?? t("unknown")}</b> {system === null ? null : <span className={styles.sys}>{system}</span>}
    </>
  );
  return (
    <div className={styles.inst}>
      {href === null ? (
        words
      ) : (
        <Link href={href} prefetch={false}>
          {words}
        </Link>
      )}
      {row.receiptRole === null ? null : (
        <span className={styles.role} title={tRole(row.receiptRole)}>
          {row.receiptRole}
          {row.roleAssumed ? ` ${tRole("assumed")}` : ""}
        </span>
      )}
      {row.provisional ? <span className={styles.role}>{t("provisional")}</span> : null}
      <Why row={row} several={row.installationId === null && group !== "state"} today={today} />
    </div>
  );
}

function Why({ row, several, today }: { row: OverviewRow; several: boolean; today: string }) {
  const t = useTranslations("receipts.row");
  const tCode = useTranslations("codes.meaning");
  const format = useFormat();
  const reason = reasonOf(row);
  const lines = several ? [t("installations", { count: row.installations })] : [];
  if (reason === "gap")
    lines.push(
      row.completeTo === null ? t("why.never") : t("why.gap", { time: format.sinceTime(row.completeTo, today) }),
    );
  if (reason === "internal") lines.push(t("why.internal"));
  if (row.topCode !== null)
    lines.push(t("why.code", { meaning: tCode(explainCode(row.topCode.code).key), count: row.topCode.count }));
  return lines.length === 0 ? null : <span className={styles.why}>{lines.join(". ")}</span>;
}

function namesOf(row: OverviewRow, locale: string): { name: string | null; system: string | null } {
  if (row.installationId !== null)
    return {
      name: row.municipality?.name ?? row.system?.name ?? null,
      system: row.municipality && row.system ? row.system.name : null,
    };
  const type = row.type === null ? undefined : locale === "en" ? row.type.nameEn : row.type.name;
  return { name: type ?? row.system?.name ?? row.vendor?.name ?? row.municipality?.name ?? null, system: null };
}

/** An installation has a page; a group opens into its rows; a municipality, to those who see no more, into its messages. */
function hrefOf(row: OverviewRow, filter: Filter, group: Grouping): string | null {
  if (row.installationId !== null) return `/receipts/${row.installationId}`;
  const narrowed = filterOfRow(row, filter);
  if (narrowed === null) return null;
  return group === "state" ? messagesHref(narrowed) : receiptsHref({ ...narrowed, group: "state" });
}
