"use client";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { TextField } from "@/components/ui/typed.tsx";
import type { FormAction, FormState } from "@/lib/http/form-state.ts";
import type { SubscriptionsPage } from "@/lib/subscriptions/page-shapes.ts";
import styles from "../subscriptions.module.css";
import type { Able } from "./able.ts";
import { deviceOf } from "./device-name.ts";
import { ableNow, askForAddress, keepAddress, ownMark } from "./this-browser.ts";

type Row = SubscriptionsPage["endpoints"][number];
type Props = { action: FormAction; trial: FormAction; disable: FormAction; pushKey: string; endpoints: readonly Row[] };

/** This browser as an address: whether it is told, and why not where it cannot be. */
export function AddPush({ action, trial, disable, pushKey, endpoints }: Props) {
  const t = useTranslations("subscriptions.device");
  const [able, setAble] = useState<Able | "looking">("looking");
  const [mark, setMark] = useState<string | null>(null);
  const look = async () => {
    const now = ableNow();
    const own = now === "able" ? await ownMark() : null;
    setMark(own);
    setAble(now);
    if (endpoints.some(({ device, disabledAt }) => device !== null && device === own && disabledAt === null))
      await keepAddress(pushKey);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: What this browser is told is looked up again when the list changes.
  useEffect(() => {
    void look();
  }, [endpoints]);
  const own = endpoints.find(({ device, disabledAt }) => device !== null && device === mark && disabledAt === null);
  return (
    <section aria-label={t("title")} className={styles.device}>
      <h3>{t("title")}</h3>
      {able === "looking" ? (
        <p>{t("looking")}</p>
      ) : able !== "able" ? (
        <p role="status">
          <b>{t(`${able}.state`)}</b> {t(`${able}.do`)}
        </p>
      ) : own ? (
        <On own={own} trial={trial} disable={disable} />
      ) : (
        <Off action={action} pushKey={pushKey} onDenied={() => setAble("denied")} />
      )}
    </section>
  );
}

type OffProps = { action: FormAction; pushKey: string; onDenied: () => void };
function Off({ action, pushKey, onDenied }: OffProps) {
  const t = useTranslations("subscriptions.device");
  const locale = useLocale();
  const { browser, system } = deviceOf(navigator.userAgent);
  const name = browser && system ? t("name", { browser, system }) : (browser ?? system ?? "");
  /** The browser asks first; nothing is sent to us before somebody has said yes to it. */
  const ask: FormAction = async (before, form) => {
    const asked = await askForAddress(pushKey).catch(() => "no_address" as const);
    if (typeof asked === "object") {
      form.set("locale", locale);
      form.set("subscription", JSON.stringify(asked));
      return action(before, form);
    }
    if (asked === "denied") onDenied();
    return refused(before, form, asked, t(`problem.${asked}`));
  };
  return (
    <>
      <p role="status">
        <b>{t("off.state")}</b> {t("off.do")}
      </p>
      <ActionForm action={ask} label={t("title")}>
        <TextField name="label" label={t("label")} hint={t("labelHint")} value={name} maxLength={80} />
        <Submit>{t("ask")}</Submit>
      </ActionForm>
    </>
  );
}

const refused = ({ turn }: FormState, form: FormData, code: string, text: string): FormState => ({
  problem: { code, field: null, label: null, text },
  values: { label: [String(form.get("label") ?? "")] },
  turn: turn + 1,
});

function On({ own: { id, label, confirmedAt }, trial, disable }: { own: Row } & Pick<Props, "trial" | "disable">) {
  const t = useTranslations("subscriptions.device");
  const key = <input type="hidden" name="id" value={id} />;
  return (
    <>
      <p role="status">
        <b>{t(confirmedAt === null ? "unreached.state" : "on.state", { label })}</b>{" "}
        {t(confirmedAt === null ? "unreached.do" : "on.do")}
      </p>
      <ActionForm row action={trial} label={t("trial")}>
        {key}
        <Submit>{t("trial")}</Submit>
      </ActionForm>
      <ActionForm row action={disable} label={t("stop")}>
        {key}
        <Submit>{t("stop")}</Submit>
      </ActionForm>
    </>
  );
}
