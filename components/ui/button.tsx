import Link from "next/link";
import type { ComponentProps } from "react";
import styles from "./button.module.css";

/** `go` is the one action of a view, `stop` stops or deletes, `quiet` stands in a line of text. */
export type ButtonKind = "plain" | "go" | "stop" | "quiet";

const classOf = (kind: ButtonKind) => (kind === "plain" ? styles.button : `${styles.button} ${styles[kind]}`);

export function Button({ kind = "plain", type = "button", ...rest }: ComponentProps<"button"> & { kind?: ButtonKind }) {
  return <button {...rest} type={type} className={classOf(kind)} />;
}

/** Looks like a button, goes to an address. */
export function ButtonLink({ kind = "plain", ...rest }: ComponentProps<typeof Link> & { kind?: ButtonKind }) {
  return <Link {...rest} className={classOf(kind)} />;
}
