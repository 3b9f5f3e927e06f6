import { useTranslations } from "next-intl";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { Expectation } from "@/lib/status/windows/shapes.ts";

const FIRST = 10;
/** What rounds to no message is hardly worth a line. */
const SHOWN = 0.1;

/** Whom a slot is expected to hit, by receiver and type, most first. */
export function WhomTable({ rows }: { rows: Expectation["rows"] }) {
  const t = useTranslations("windows.planner");
  const shown = rows.filter(({ messages }) => messages >= SHOWN);
  if (shown.length === 0) return null;
  const rest = shown.slice(FIRST);
  return (
    <>
      <WhomRows label={t("whom")} rows={shown.slice(0, FIRST)} />
      {rest.length === 0 ? null : (
        <details>
          <summary>{t("more", { count: shown.length })}</summary>
          <WhomRows label={t("more", { count: shown.length })} rows={rest} />
        </details>
      )}
    </>
  );
}

function WhomRows({ label, rows }: { label: string; rows: Expectation["rows"] }) {
  const t = useTranslations("windows.planner");
  const format = useFormat();
  const about = (messages: number) => (messages < 0.5 ? t("less") : `≈ ${format.number(Math.round(messages))}`);
  return (
    <Table
      text
      label={label}
      head={
        <tr>
          <Head>{t("receiver")}</Head>
          <Head num>{t("messages")}</Head>
          <Head>{t("types")}</Head>
        </tr>
      }
    >
      <Rows>
        {rows.map(({ organisation, messages, types }) => (
          <tr key={organisation ?? ""}>
            <RowHead label={t("receiver")}>{organisation ?? t("noReceiver")}</RowHead>
            <Cell num label={t("messages")}>
              {about(messages)}
            </Cell>
            <Cell label={t("types")} wide>
              {types.map((one) => `${one.type} ${about(one.messages)}`).join(", ")}
            </Cell>
          </tr>
        ))}
      </Rows>
    </Table>
  );
}
