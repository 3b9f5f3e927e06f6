import Link from "next/link";
import { useTranslations } from "next-intl";
import { messagesHref } from "@/components/receipts/address.ts";
import { Panel } from "@/components/ui/panel.tsx";
import { State } from "@/components/ui/state.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { explainCode } from "@/lib/ledger/codes.ts";
import type { PERIODS } from "@/lib/ledger/filter.ts";
import type { InstallationPage } from "@/lib/ledger/shapes.ts";
import styles from "./installation.module.css";

type Code = InstallationPage["codes"][number];
type CodesTableProps = { page: InstallationPage; period: (typeof PERIODS)[number] };

/** Why receipts were negative: each code in plain words, with who can likely put it right and what to do. */
export function CodesTable({ page, period }: CodesTableProps) {
  const t = useTranslations("installation.codes");
  const format = useFormat();
  const { codes, trend } = page;
  const sent = trend.points.reduce((sum, point) => sum + point.sent, 0);
  const states = codes.some(({ outcome }) => outcome !== null);
  const negative = codes.reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel
      title={t("title")}
      aside={t("aside", { count: negative, sent: format.number(sent) })}
      flush={codes.length > 0}
    >
      {codes.length === 0 ? (
        <p className="quiet">{t("none")}</p>
      ) : (
        <Table
          text
          label={t("title")}
          head={
            <tr>
              <Head num sorted>
                {t("count")}
              </Head>
              <Head>{t("meaning")}</Head>
              {states ? <Head>{t("state")}</Head> : null}
              <Head>{t("owner")}</Head>
              <Head>{t("step")}</Head>
            </tr>
          }
        >
          <Rows>
            {codes.map((code) => (
              <CodeRow
                key={`${code.code}${code.outcome}`}
                row={code}
                states={states}
                href={messagesHref({ installation: page.installation.id, code: code.code, period })}
              />
            ))}
          </Rows>
        </Table>
      )}
    </Panel>
  );
}

function CodeRow({ row, states, href }: { row: Code; states: boolean; href: string }) {
  const t = useTranslations("installation.codes");
  const text = useTranslations("codes");
  const format = useFormat();
  const { key, owner } = explainCode(row.code);
  const count = format.number(row.count);
  return (
    <tr>
      <Cell num label={t("count")}>
        <Link href={href} prefetch={false} aria-label={t("rows", { count, code: row.code })}>
          <b>{count}</b>
        </Link>
      </Cell>
      <RowHead wide>
        {text(`meaning.${key}`)}
        <span className={`mono ${styles.code}`}>{row.code}</span>
      </RowHead>
      {states ? (
        <Cell label={t("state")}>
          {row.outcome === null || row.outcome === "ok" ? format.number(null) : <State state={row.outcome} />}
        </Cell>
      ) : null}
      <Cell label={t("owner")}>{text(`owner.${owner}`)}</Cell>
      <Cell wide label={t("step")}>
        {text(`step.${key}`)}
      </Cell>
    </tr>
  );
}
