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
type Props = { endpoints: Choices["endpoints"]; mail: boolean; trial: Trial; tried: Tried | null };

/** A trial to any address that can be chosen, from within the form it is chosen in; and how the last one went. */
export function Trials({ endpoints, mail, trial, tried }: Props) {
  const t = useTranslations("subscriptions");
  const { pending } = useFormStatus();
  const tryable = endpoints.filter((one) => isTryable(one, mail));
  if (tryable.length === 0) return null;
  return (
    <>
      <div className={styles.buttons}>
        {tryable.map(({ id, label }) => (
          <Button key={id} type="submit" formAction={trial.bind(null, id)} data-send="" disabled={pending}>
            {t("editor.trial", { label })}
          </Button>
        ))}
      </div>
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
