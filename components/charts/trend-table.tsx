import { useTranslations } from "next-intl";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { layTrend, type Trend, trendByDay } from "./trend-rules.ts";

/** The trend as a table, a row per Danish day, with the columns the chart has rows for. */
export function TrendTable({ trend, asOf }: { trend: Trend; asOf: string }) {
  const t = useTranslations("installation.trend");
  const format = useFormat();
  const { locale } = format;
  const series = layTrend(trend).rows.map(({ key }) => key);
  const weekday = new Intl.DateTimeFormat(locale === "da" ? "da-DK" : "en-GB", {
    timeZone: "Europe/Copenhagen",
    weekday: "long",
  });
  return (
    <Table
      label={t("tableTitle")}
      head={
        <tr>
          <Head>{t("day")}</Head>
          {series.map((key) => (
            <Head key={key} num>
              {t(`row.${key}`)}
            </Head>
          ))}
        </tr>
      }
    >
      <Rows>
        {trendByDay(trend).map(({ day, at, sent, counts, known }) => (
          <tr key={day}>
            <RowHead wide>
              {weekday.format(new Date(at))} {format.date(at, asOf)}
              {known ? null : <span className="quiet"> · {t("partlyKnown")}</span>}
            </RowHead>
            {series.map((key) => {
              const count =
                key === "sent" ? sent : key === "late" ? counts.late_ok + counts.late_negative : counts[key];
              return (
                <Cell key={key} num label={t(`row.${key}`)} zero={count === 0}>
                  {count === 0 && !known ? format.number(null) : format.number(count)}
                </Cell>
              );
            })}
          </tr>
        ))}
      </Rows>
    </Table>
  );
}
