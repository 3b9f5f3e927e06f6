import Link from "next/link";
import { useTranslations } from "next-intl";
import { ServiceMark } from "@/components/ui/state.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { WindowRow } from "@/lib/status/windows/shapes.ts";
import { CommandForm, commandsOf, isQuiet } from "./command-form.tsx";
import { RulesSaid } from "./rules-said.tsx";
import { asSentence, useWindowWords } from "./use-window-words.ts";
import styles from "./windows.module.css";

type Props = {
  label: string;
  rows: readonly WindowRow[];
  asOf: string;
  /** What is over has figures instead of things to do. */
  over?: boolean;
  /** Null for those who only read. */
  action: FormAction | null;
};

export function WindowTable({ label, rows, asOf, over = false, action }: Props) {
  const t = useTranslations("windows.list");
  return (
    <Table
      text
      label={label}
      head={
        <tr>
          <Head>{t("when")}</Head>
          <Head>{t("window")}</Head>
          <Head>{t("traffic")}</Head>
          <Head num>{t("expected")}</Head>
          {over ? <Head num>{t("measured")}</Head> : null}
          <Head>{t("state")}</Head>
          <Head>{t("rules")}</Head>
          {over || !action ? null : <Head>{t("actions")}</Head>}
        </tr>
      }
    >
      <Rows>
        {rows.map((row) => (
          <WindowLine key={row.uid} row={row} asOf={asOf} over={over} action={action} />
        ))}
      </Rows>
    </Table>
  );
}

function WindowLine({ row, asOf, over, action }: Omit<Props, "label" | "rows"> & { row: WindowRow }) {
  const t = useTranslations("windows");
  const format = useFormat();
  const words = useWords();
  const { when } = useWindowWords(asOf);
  const expected =
    row.expected === null ? format.number(null) : t("list.expectedValue", { count: format.number(row.expected) });
  return (
    <tr>
      <Cell label={t("list.when")} wide>
        {asSentence(when(row))}
      </Cell>
      <RowHead label={t("list.window")} wide>
        <Link href={`/operate/windows/${row.uid}`} prefetch={false}>
          {words(row.title)}
        </Link>
        <span className={styles.under}>
          {t(`class.${row.windowClass}.label`)} · {row.services.map(({ name }) => words(name)).join(", ")}
          {row.seriesId === null ? null : ` · ${t("list.inSeries")}`}
        </span>
      </RowHead>
      <Cell label={t("list.traffic")}>{t(`traffic.${row.traffic}.label`)}</Cell>
      <Cell num label={t("list.expected")}>
        {expected}
      </Cell>
      {over ? (
        <Cell num label={t("list.measured")}>
          {format.number(row.measured)}
        </Cell>
      ) : null}
      <Cell label={t("list.state")}>
        <WindowState row={row} asOf={asOf} />
      </Cell>
      <Cell label={t("list.rules")} wide>
        <RulesSaid {...row} ifNow={row.announcedAt === null} asOf={asOf} />
      </Cell>
      {over || !action ? null : (
        <Cell label={t("list.actions")} wide>
          <div className={styles.actions}>
            <CommandForm window={row} commands={commandsOf(row).filter(isQuiet)} action={action} back="list" />
            <Link href={`/operate/windows/${row.uid}#change`} prefetch={false}>
              {t(row.announcedAt === null ? "list.openToAnnounce" : "list.open")}
              <span className="vh">: {words(row.title)}</span>
            </Link>
          </div>
        </Cell>
      )}
    </tr>
  );
}

/** Where a window is in its life, whether anybody was told of it, and whether a person holds it. */
export function WindowState({ row, asOf }: { row: WindowRow; asOf: string }) {
  const t = useTranslations("windows");
  const format = useFormat();
  const phase = t(`phase.${row.phase}`);
  const told =
    row.announcedAt === null
      ? t("announcement.no")
      : t("announcement.yes", { time: format.dateTime(row.announcedAt, asOf) });
  return (
    <>
      {row.phase === "in_progress" ? <ServiceMark state="window">{phase}</ServiceMark> : phase}
      <span className={styles.under}>{told}</span>
      {row.heldAt === null ? null : (
        <span className={styles.under}>
          <b>{t("announcement.held", { time: format.dateTime(row.heldAt, asOf) })}</b>
        </span>
      )}
    </>
  );
}
