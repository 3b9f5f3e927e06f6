import Link from "next/link";
import { useTranslations } from "next-intl";
import { DeliveryTable } from "@/components/messages/delivery-table.tsx";
import { ButtonLink } from "@/components/ui/button.tsx";
import { Chips, Segment } from "@/components/ui/chip.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { DeliveryPage } from "@/lib/ledger/shapes.ts";
import type { BacklogPageQuery } from "@/lib/status/backlog/schema.ts";
import type { Backlog } from "@/lib/status/backlog/shapes.ts";
import { backlogCsvHref, backlogHref, rowsHref } from "./address.ts";
import styles from "./backlog.module.css";

const CHOICES = ["chase", "missing", "unknown", "lost", "late"] as const;

type LettersPanelProps = { backlog: Backlog; query: BacklogPageQuery; letters: DeliveryPage };

/** The letters to chase, with their ids, page by page; the whole list as a file. */
export function LettersPanel({ backlog, query, letters }: LettersPanelProps) {
  const t = useTranslations("backlog.letters");
  const left = useTranslations("receipts.left");
  const { number } = backlog.incident;
  const { side } = query;
  return (
    <Panel flush title={t("title")} aside={<a href={backlogCsvHref(backlog)}>{t("csv")}</a>}>
      <div className={styles.choose}>
        <Chips label={t("choose")}>
          <Segment
            label={t("choose")}
            choices={CHOICES.map((choice) => ({
              key: choice,
              label: left(choice),
              href: backlogHref(number, { side, left: choice }),
              current: query.left === choice,
            }))}
          />
        </Chips>
      </div>
      {letters.rows.length === 0 ? (
        <Empty>{t(query.left === "chase" ? "noneToChase" : "none", { left: left(query.left) })}</Empty>
      ) : (
        <>
          <DeliveryTable rows={letters.rows} asOf={letters.asOf} wholeIds />
          <LettersFoot backlog={backlog} query={query} letters={letters} />
        </>
      )}
    </Panel>
  );
}

function LettersFoot({ backlog, query, letters }: LettersPanelProps) {
  const t = useTranslations("messages.pages");
  const own = useTranslations("backlog.letters");
  const format = useFormat();
  const { total, nextCursor, rows } = letters;
  const { number } = backlog.incident;
  const all = total.atLeast ? t("atLeast", { total: format.number(total.count) }) : format.number(total.count);
  return (
    <nav className={styles.foot} aria-label={t("label")}>
      <span>{t("shown", { count: format.number(rows.length), total: all })}</span>
      {query.cursor === undefined ? null : (
        <Link href={backlogHref(number, { ...query, cursor: undefined })}>{t("first")}</Link>
      )}
      {nextCursor === null ? null : (
        <ButtonLink kind="quiet" href={backlogHref(number, { ...query, cursor: nextCursor })} prefetch={false}>
          {t("next")}
        </ButtonLink>
      )}
      <Link href={rowsHref(backlog, query.left)} prefetch={false}>
        {own("inMessages")}
      </Link>
    </nav>
  );
}
