import Link from "next/link";
import { useTranslations } from "next-intl";
import { LiveStatus } from "@/components/live/live-status.tsx";
import { RefreshOnChange } from "@/components/live/refresh-on-change.tsx";
import { useAddressState } from "@/components/subscriptions/use-address-state.ts";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Segment } from "@/components/ui/chip.tsx";
import { Crumbs, PageHead } from "@/components/ui/head.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { AddressQuery } from "@/lib/notices/deliveries/schema.ts";
import { type AddressPage, SHOWN } from "@/lib/notices/deliveries/shapes.ts";
import { addressHref } from "./address.ts";
import { useOutcome } from "./delivered.tsx";
import styles from "./deliveries.module.css";
import { DeliveryTable } from "./delivery-table.tsx";
import { ReplayPanel } from "./replay-panel.tsx";
import { type SecretActions, SecretPanel, VerifyPanel } from "./secret-panel.tsx";

export type AddressActions = SecretActions & Record<"replay" | "replayFailed" | "trial", FormAction>;
/** `actions`: null for somebody who only reads. */
type Props = { page: AddressPage; query: AddressQuery; actions: AddressActions | null };

/** One address: whether it can be reached, what was sent there and what came of it, and how to send it again. */
export function AddressView({ page, query, actions }: Props) {
  const t = useTranslations("deliveries");
  const subscriptions = useTranslations("subscriptions");
  const { endpoint, rows, next, counts } = page;
  const { show } = query;
  const hook = endpoint.channel === "webhook";
  const off = endpoint.confirmedAt === null || endpoint.disabledAt !== null;
  return (
    <>
      <RefreshOnChange name={addressHref(endpoint.id, query)} />
      <Crumbs trail={[{ label: subscriptions("title"), href: "/subscriptions" }, { label: endpoint.label }]} />
      <PageHead title={endpoint.label} lead={<Lead page={page} />} aside={<LiveStatus asOf={page.asOf} />} />
      <About page={page} />
      <Came query={query} />
      <div className="cols" data-cols={hook ? "main" : undefined}>
        <div className={styles.stack}>
          <Panel
            flush
            title={t("list")}
            aside={
              <Segment
                label={t("show.label")}
                choices={SHOWN.map((one) => ({
                  ...{ key: one, label: t(`show.${one}`, { count: counts[one] }), current: one === show },
                  href: addressHref(endpoint.id, { show: one }),
                }))}
              />
            }
          >
            {rows.length === 0 ? (
              <Empty>{t(counts.all === 0 ? "none" : "noneShown")}</Empty>
            ) : (
              <DeliveryTable page={page} replay={actions?.replay ?? null} />
            )}
          </Panel>
          <p className={styles.pages}>
            {query.before === undefined ? null : <Link href={addressHref(endpoint.id, { show })}>{t("newest")}</Link>}
            {next === null ? null : <Link href={addressHref(endpoint.id, { show, before: next })}>{t("older")}</Link>}
          </p>
        </div>
        <div className={styles.stack}>
          {actions === null || off ? null : <ReplayPanel page={page} replay={actions.replayFailed} />}
          {hook ? (
            <>
              <SecretPanel page={page} actions={actions} />
              <Trials page={page} trial={actions?.trial ?? null} />
              <VerifyPanel />
            </>
          ) : null}
        </div>
      </div>
    </>
  );
}

function Lead({ page: { counts } }: { page: AddressPage }) {
  const t = useTranslations("deliveries");
  return t.rich("lead", { ...counts, b: (words) => <b>{words}</b> });
}

function About({ page: { endpoint, asOf } }: { page: AddressPage }) {
  const t = useTranslations("subscriptions.address");
  const format = useFormat();
  const said = useAddressState();
  const { channel, address, disabledAt } = endpoint;
  const since = disabledAt === null ? "" : ` (${format.dateTime(disabledAt, asOf)})`;
  return (
    <p className={styles.about}>
      {t(`channel.${channel}`)}
      {address === null ? null : <span className="mono"> {address}</span>} ·{" "}
      <b>
        {said(endpoint, asOf)}
        {since}
      </b>
    </p>
  );
}

/** What came of sending again. */
function Came({ query: { replayed, skipped = 0 } }: { query: AddressQuery }) {
  const t = useTranslations("deliveries");
  return replayed === undefined ? null : <p role="status">{t("came", { replayed, skipped })}</p>;
}

function Trials({ page: { endpoint, trials, asOf }, trial }: { page: AddressPage; trial: FormAction | null }) {
  const t = useTranslations("deliveries.trial");
  const format = useFormat();
  const outcome = useOutcome(endpoint.channel);
  return (
    <Panel title={t("title")}>
      <div className="stack">
        {trials.length === 0 ? (
          <p>{t("none")}</p>
        ) : (
          <ul className={styles.attempts}>
            {trials.map((one) => (
              <li key={one.id}>
                <time dateTime={one.at}>{format.dateTime(one.at, asOf)}</time> {outcome(one)}
              </li>
            ))}
          </ul>
        )}
        {trial === null || endpoint.disabledAt !== null ? null : (
          <ActionForm action={trial} label={t("do")}>
            <input type="hidden" name="id" value={endpoint.id} />
            <Submit>{t("do")}</Submit>
          </ActionForm>
        )}
      </div>
    </Panel>
  );
}
