import { useLocale, useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Glyph } from "@/components/ui/glyph.tsx";
import { TextField } from "@/components/ui/typed.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { Lost } from "@/lib/notices/lost/shapes.ts";
import type { SubscriptionsPage } from "@/lib/subscriptions/page-shapes.ts";
import styles from "./lost-lines.module.css";

/** What can be done about an address that was lost. */
export type LostActions = { mend: FormAction; confirm: FormAction; putBack: FormAction; leaveLost: FormAction };
type Acts = { mail: boolean; actions: LostActions };

/** What hears no more, in yellow until somebody has acted on it: what was lost since, who was told, and what to do. */
export function LostLines({ page, actions }: { page: SubscriptionsPage; actions: LostActions | null }) {
  const t = useTranslations("subscriptions.lost");
  const { lost, mail, asOf } = page;
  if (lost.length === 0) return null;
  return (
    <section className={styles.lost} aria-labelledby="lost-addresses">
      <h2 id="lost-addresses" className={styles.title}>
        <Glyph name="sev-minor" /> {t("title", { count: new Set(lost.map(({ endpointId }) => endpointId)).size })}
      </h2>
      <ul>
        {lost.map((one) => (
          <li key={one.signalId} className={styles.line}>
            <Said lost={one} asOf={asOf} />
            {actions === null ? null : <Deeds lost={one} mail={mail} actions={actions} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Said({ lost, asOf }: { lost: Lost; asOf: string }) {
  const t = useTranslations("subscriptions");
  const say = useTranslations("notices.lost");
  const format = useFormat();
  const list = new Intl.ListFormat(useLocale());
  const { label, why, channel, at, subscriptions, silent, missed, told } = lost;
  const names = list.format(subscriptions.map(({ name }) => `“${name}”`));
  const whom = told.map((one) => {
    const time = one.sentAt === null ? "" : format.dateTime(one.sentAt, asOf);
    return t("lost.one", { label: one.label, state: t(`lost.state.${one.state}`, { time }) });
  });
  return (
    <>
      <h3>{say(`title.${why === "left" || why === "unconfirmed" ? why : "off"}`, { label, names })}</h3>
      <p>
        {say(`cause.${why === "failing" && channel !== "email" ? "failingHook" : why}`, {
          label,
          time: format.dateTime(at, asOf),
        })}{" "}
        {why === "left" ? null : `${t("lost.since", { time: format.dateTime(at, asOf) })} `}
        {why === "left" ? null : <b>{say("missed", { count: missed })}</b>}{" "}
        {say("rest", { count: subscriptions.length, silent, names })}
      </p>
      <p className="quiet">{whom.length === 0 ? t("lost.nobody") : t("lost.told", { whom: list.format(whom) })}</p>
    </>
  );
}

/** Mends it by its kind, or leaves it as it is. */
function Deeds({ lost, mail, actions }: { lost: Lost } & Acts) {
  const t = useTranslations("subscriptions.lost");
  const { endpointId, signalId, label, why, channel, address, subscriptions } = lost;
  const id = <input type="hidden" name="id" value={endpointId} />;
  return (
    <div className={styles.deeds}>
      {why === "left"
        ? subscriptions.map(({ id: subscription, name }) => (
            <ActionForm key={subscription} row action={actions.putBack} label={t("putBackLabel", { label, name })}>
              {id}
              <input type="hidden" name="subscription" value={subscription} />
              <Submit label={t("putBackLabel", { label, name })}>{t("putBack", { name })}</Submit>
            </ActionForm>
          ))
        : null}
      {why !== "left" && channel === "email" && mail ? (
        <div className={styles.mend}>
          <ActionForm action={actions.mend} label={t("mendLabel", { label })}>
            {id}
            <TextField
              name="address"
              label={t("address", { label })}
              type="email"
              maxLength={254}
              value={address ?? ""}
            />
            <Submit label={t("mendLabel", { label })}>{t("mend")}</Submit>
          </ActionForm>
        </div>
      ) : null}
      {why !== "left" && channel === "webhook" ? (
        <ActionForm row action={actions.confirm} label={t("hookLabel", { label })}>
          {id}
          <Submit label={t("hookLabel", { label })}>{t("hook")}</Submit>
        </ActionForm>
      ) : null}
      <ActionForm row action={actions.leaveLost} label={t("leaveLabel", { label })}>
        {id}
        <input type="hidden" name="signal" value={signalId} />
        <Submit kind="quiet" label={t("leaveLabel", { label })}>
          {t("leave")}
        </Submit>
      </ActionForm>
    </div>
  );
}
