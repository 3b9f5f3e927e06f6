import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { CheckField } from "@/components/ui/typed.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { AddressPage, DeliveryLine } from "@/lib/notices/deliveries/shapes.ts";
import { OWNER_KINDS } from "@/lib/subscriptions/shapes.ts";
import { deliveryHref } from "./address.ts";
import { Attempts, Delivered } from "./delivered.tsx";
import styles from "./deliveries.module.css";

type Props = { page: AddressPage; replay: FormAction | null };

/** What was sent, newest first; each can be sent again, and several at once. */
export function DeliveryTable({ page, replay }: Props) {
  const t = useTranslations("deliveries");
  const may = replay !== null && page.rows.some(({ mayReplay }) => mayReplay);
  const table = (
    <Table
      text
      label={t("list")}
      head={
        <tr>
          {(["what", "said", "state", "attempts"] as const).map((column) => (
            <Head key={column}>{t(`column.${column}`)}</Head>
          ))}
          {may ? <Head>{t("column.again")}</Head> : null}
        </tr>
      }
    >
      <Rows>
        {page.rows.map((line) => (
          <Line key={line.id} line={line} page={page} may={may} />
        ))}
      </Rows>
    </Table>
  );
  if (!may) return table;
  return (
    <ActionForm action={replay} label={t("list")}>
      <input type="hidden" name="id" value={page.endpoint.id} />
      {table}
      <div className={styles.foot}>
        <Submit name="intent" value="chosen">
          {t("againChosen")}
        </Submit>
      </div>
    </ActionForm>
  );
}

function Line({ line, page, may }: { line: DeliveryLine; page: AddressPage; may: boolean }) {
  const t = useTranslations("deliveries");
  const notices = useTranslations("notices");
  const format = useFormat();
  const words = useWords();
  const { endpoint, asOf } = page;
  const { attempts, kind, moment } = line;
  const title = words(line.title);
  const moments = kind === "window" ? "windowMoment" : "moment";
  const of = OWNER_KINDS.some((one) => one === kind) ? "" : `, ${notices(`${moments}.${moment}`)}`;
  const about = `${notices(`kind.${kind}`)}${of}`;
  return (
    <tr>
      <RowHead label={t("column.what")} wide>
        <Link href={deliveryHref(endpoint.id, line.id)} prefetch={false}>
          {title}
        </Link>
        <span className={styles.under}>{about}</span>
      </RowHead>
      <Cell label={t("column.said")}>
        <time dateTime={line.at}>{format.sinceTime(line.at, asOf)}</time>
      </Cell>
      <Cell label={t("column.state")}>
        <Delivered line={line} asOf={asOf} />
      </Cell>
      <Cell label={t("column.attempts")}>
        {attempts.length === 0 ? (
          t("untried")
        ) : (
          <details>
            <summary>{t("tried", { count: attempts.length })}</summary>
            <Attempts attempts={attempts} channel={endpoint.channel} asOf={asOf} />
          </details>
        )}
      </Cell>
      {may ? (
        <Cell label={t("column.again")}>
          {line.mayReplay ? (
            <div className={styles.again}>
              <CheckField name="chosen" value={line.id} label={t("choose", { title, about })} hideLabel />
              <Submit name="one" value={line.id} label={t("againLabel", { title, about })}>
                {t("again")}
              </Submit>
            </div>
          ) : null}
        </Cell>
      ) : null}
    </tr>
  );
}
