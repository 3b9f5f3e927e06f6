"use client";
import { useTranslations } from "next-intl";
import { useFormStatus } from "react-dom";
import { Button } from "@/components/ui/button.tsx";
import { isTryable } from "@/lib/subscriptions/addresses/tryable.ts";
import type { Choices } from "@/lib/subscriptions/page-shapes.ts";
import type { Tried } from "@/lib/subscriptions/schema.ts";
import styles from "./subscriptions.module.css";

/** Sends a trial to an address, and leads back to the page with all that was typed. */
export type Trial = (id: number, form: FormData) => Promise<void>;
type Props = {
  endpoints: Choices["endpoints"];
  /** Of these, what is chosen in the form. */
  chosen: readonly number[];
  mail: boolean;
  trial: Trial;
  tried: Tried | null;
};
/** Each button makes the address of the page longer where there are no scripts, and a server takes one only so long. */
const AT_ONCE = 10;

/** A trial to the addresses that are chosen, from within the form they are chosen in; and how the last one went. */
export function Trials({ endpoints, chosen, mail, trial, tried }: Props) {
  const t = useTranslations("subscriptions");
  const { pending } = useFormStatus();
  const tryable = endpoints.filter((one) => chosen.includes(one.id) && isTryable(one, mail));
  const shown = tryable.slice(0, AT_ONCE);
  const rest = tryable.length - shown.length;
  return (
    <>
      <div className={styles.buttons}>
        {shown.map(({ id, label }) => (
          <Button key={id} type="submit" formAction={trial.bind(null, id)} data-send="" disabled={pending}>
            {t("editor.trial", { label })}
          </Button>
        ))}
      </div>
      {rest === 0 ? null : <p className="note">{t("editor.trialRest", { count: rest })}</p>}
      <How tried={tried} label={endpoints.find(({ id }) => id === tried?.id)?.label} />
    </>
  );
}

function How({ tried, label }: { tried: Tried | null; label: string | undefined }) {
  const t = useTranslations("subscriptions");
  if (tried === null || label === undefined) return null;
  const { problem } = tried;
  if (problem === null) return <p role="status">{t("editor.trialSent", { label })}</p>;
  const known = `problem.${problem}`;
  return (
    <p role="alert" className={styles.error}>
      {t("editor.trialNot", { label })} {t.has(known) ? t(known) : null}
    </p>
  );
}
