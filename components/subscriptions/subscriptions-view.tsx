import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { ButtonLink } from "@/components/ui/button.tsx";
import { PageHead } from "@/components/ui/head.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { FirstUse } from "@/lib/subscriptions/first.ts";
import type { SubscriptionsPage } from "@/lib/subscriptions/page-shapes.ts";
import { type AddressActions, AddressesPanel } from "./addresses-panel.tsx";
import { FirstUseOffer } from "./first-use.tsx";
import { type LostActions, LostLines } from "./lost-lines.tsx";
import { plainSentence } from "./sentence.tsx";
import styles from "./subscriptions.module.css";

export type ListActions = AddressActions & LostActions & { everything: FormAction };
/** `first`: what is offered where nothing is asked for yet. */
type Props = { page: SubscriptionsPage; first: FirstUse | null; actions: ListActions | null };

/** Everything the organisation asked to hear, where it goes, and what was said of late. */
export function SubscriptionsView({ page, first, actions }: Props) {
  const t = useTranslations("subscriptions");
  const { subscriptions } = page;
  const silent = subscriptions.filter(({ to }) => to.length === 0).length;
  const lead = t.rich("lead", { count: subscriptions.length, silent, b: (words) => <b>{words}</b> });
  return (
    <>
      <PageHead title={t("title")} lead={lead} />
      <LostLines page={page} actions={actions} />
      {actions && first ? (
        <>
          <FirstUseOffer first={first} action={actions.everything} />
          <p className={styles.first}>
            <Link href="/subscriptions/new" prefetch={false}>
              {t("first.other")}
            </Link>
          </p>
        </>
      ) : actions ? (
        <div className={styles.first}>
          <p>{t("everythingSays")}</p>
          <div className={styles.buttons}>
            <ActionForm row action={actions.everything} label={t("everything")}>
              <Submit>{t("everything")}</Submit>
            </ActionForm>
            <ButtonLink href="/subscriptions/new" prefetch={false}>
              {t("new")}
            </ButtonLink>
          </div>
        </div>
      ) : (
        <p className={`${styles.first} quiet`}>{t("readOnly")}</p>
      )}
      <Panel flush title={t("list.label")}>
        {subscriptions.length === 0 ? <Empty>{t("none")}</Empty> : <List page={page} />}
      </Panel>
      <div className={styles.below}>
        <AddressesPanel page={page} actions={actions} />
        <Past page={page} />
      </div>
    </>
  );
}

function List({ page: { subscriptions } }: { page: SubscriptionsPage }) {
  const t = useTranslations("subscriptions.list");
  return (
    <Table
      text
      label={t("label")}
      head={
        <tr>
          <Head>{t("name")}</Head>
          <Head>{t("asks")}</Head>
          <Head>{t("to")}</Head>
          <Head num>{t("last")}</Head>
        </tr>
      }
    >
      <Rows>
        {subscriptions.map(({ id, name, sentence, to, waiting, noticed }) => (
          <tr key={id}>
            <RowHead label={t("name")} wide>
              <Link href={`/subscriptions/${id}`} prefetch={false}>
                {name}
              </Link>
            </RowHead>
            <Cell label={t("asks")} wide>
              <span className={styles.wrap}>{plainSentence(sentence)}</span>
            </Cell>
            <Cell label={t("to")}>
              {to.length === 0 ? <b>{t("noAddress")}</b> : to.join(", ")}
              {waiting === 0 ? null : <span className={styles.under}>{t("waiting", { count: waiting })}</span>}
            </Cell>
            <Cell num label={t("last")}>
              {t("lastOf", { count: noticed })}
            </Cell>
          </tr>
        ))}
      </Rows>
    </Table>
  );
}

function Past({ page: { past, asOf } }: { page: SubscriptionsPage }) {
  const t = useTranslations("subscriptions");
  const format = useFormat();
  const words = useWords();
  return (
    <Panel flush title={t("why.past")}>
      <p className={styles.padded}>{t("why.pastLead")}</p>
      {past.length === 0 ? (
        <Empty>{t("why.pastNone")}</Empty>
      ) : (
        <Table
          text
          label={t("why.past")}
          head={
            <tr>
              <Head>{t("why.pastWhat")}</Head>
              <Head>{t("why.pastTime")}</Head>
              <Head>{t("why.pastYou")}</Head>
            </tr>
          }
        >
          <Rows>
            {past.map(({ id, at, kind, title, told }) => (
              <tr key={id}>
                <RowHead label={t("why.pastWhat")} wide>
                  <Link href={`/subscriptions/signals/${id}`} prefetch={false}>
                    {words(title)}
                  </Link>
                  <span className={styles.under}>{t(`kind.${kind}`)}</span>
                </RowHead>
                <Cell label={t("why.pastTime")}>{format.dateTime(at, asOf)}</Cell>
                <Cell label={t("why.pastYou")}>{t(told ? "why.youTold" : "why.youNot")}</Cell>
              </tr>
            ))}
          </Rows>
        </Table>
      )}
    </Panel>
  );
}
