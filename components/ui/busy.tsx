"use client";
import { useLinkStatus } from "next/link";
import styles from "./busy.module.css";

/** Inside a link: shows that the page behind it is being fetched, once that takes long enough to be noticed. */
export function Busy() {
  const { pending } = useLinkStatus();
  return <span className={styles.busy} data-pending={pending} aria-hidden="true" />;
}
