"use client";
import { useAnswered } from "@/components/ui/action-form.tsx";
import styles from "./subscriptions.module.css";

/** What was just made and is shown this once: the form's answer of this name, and what is said of it. */
export function Secret({ name, says }: { name: string; says: string }) {
  const [secret] = useAnswered(name).typed ?? [];
  if (secret === undefined) return null;
  return (
    <p role="status" className={styles.secret}>
      {says} <code>{secret}</code>
    </p>
  );
}
