import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { GlyphName } from "@/components/ui/glyph.tsx";
import { Mark, State } from "@/components/ui/state.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { DASH } from "@/lib/i18n/format.ts";
import type { ReceiptState } from "@/lib/ledger/states.ts";
import type { Confirmation, Delivery, ToldRow } from "@/lib/notices/told/shapes.ts";
import { isKnownWhy } from "./codes.ts";

/** Each has a shape and a word; the colour is that of a receipt that means the same. */
const MARKS: Record<Delivery, ReceiptState> = {
  ...{ reached: "ok", available: "not_due", waiting: "pending", held: "transient", failed: "fatal", none: "fatal" },
};

/** A row per organisation that was told. */
export function ToldTable({ rows, asOf }: { rows: readonly ToldRow[]; asOf: string }) {
  const t = useTranslations("told");
  const format = useFormat();
  return (
    <Table
      text
      label={t("table.title")}
      head={
        <tr>
          {(["organisation", "hit", "toldAt", "channel", "delivery", "confirmed"] as const).map((column) => (
            <Head key={column}>{t(`table.${column}`)}</Head>
          ))}
        </tr>
      }
    >
      <Rows>
        {rows.map((row) => (
          <tr key={row.organisation.id}>
            <RowHead label={t("table.organisation")} wide>
              {row.organisation.name}
            </RowHead>
            <Cell label={t("table.hit")}>{t(`hit.${row.hit === null ? "unknown" : row.hit ? "yes" : "no"}`)}</Cell>
            <Cell label={t("table.toldAt")}>
              {row.sentAt !== null
                ? format.sinceTime(row.sentAt, asOf)
                : row.dueAt === null
                  ? DASH
                  : t("due", { time: format.sinceTime(row.dueAt, asOf) })}
            </Cell>
            <Cell label={t("table.channel")}>
              {row.channels.length === 0 ? DASH : row.channels.map((channel) => t(`channel.${channel}`)).join(", ")}
            </Cell>
            <Cell label={t("table.delivery")} wide>
              <Delivered row={row} />
            </Cell>
            <Cell label={t("table.confirmed")} wide>
              <Confirmed confirmation={row.confirmation} asOf={asOf} />
            </Cell>
          </tr>
        ))}
      </Rows>
    </Table>
  );
}

/** How far it has come; where addresses differ, how many have come how far, and why not further. */
function Delivered({ row }: { row: ToldRow }) {
  const t = useTranslations("told");
  const total = row.states.reduce((sum, { count }) => sum + count, 0);
  if (row.states.length === 0) return <State state={MARKS[row.delivery]}>{t(`delivery.${row.delivery}`)}</State>;
  return row.states.map(({ delivery, count, reasons }) => (
    <div key={delivery}>
      <State state={MARKS[delivery]}>
        {t(`delivery.${delivery}`)}
        {total > 1 ? ` ${t("addresses", { count })}` : null}
      </State>
      {reasons.map(({ channel, why, count: some }) => (
        <p key={`${channel} ${why}`} className="note">
          {t("trouble", {
            ...{ channel: t(`channel.${channel}`), why: isKnownWhy(why) ? t(`why.${why}`) : t("why.other") },
            count: some,
          })}
        </p>
      ))}
    </div>
  ));
}

const SIGNS: Partial<Record<Confirmation["state"], GlyphName>> = {
  ...{ confirmed: "ui-check", awaited: "st-pending", overdue: "st-overdue", escalated: "st-overdue" },
};

function Confirmed({ confirmation, asOf }: { confirmation: Confirmation; asOf: string }): ReactNode {
  const t = useTranslations("told.confirmation");
  const format = useFormat();
  const sign = SIGNS[confirmation.state];
  if (confirmation.state === "not_required" || !sign) return <span className="quiet">{t("not_required")}</span>;
  const time = format.sinceTime("until" in confirmation ? confirmation.until : confirmation.at, asOf);
  if (confirmation.state !== "escalated") return <Mark glyph={sign}>{t(confirmation.state, { time })}</Mark>;
  const { second, to } = confirmation;
  return (
    <>
      <Mark glyph={sign}>{t("missing")}</Mark>
      <p className="note">
        {second ? t("wentOn", { time, to: to.join(", ") || t("second") }) : t("nobodyNext", { time })}
      </p>
    </>
  );
}
