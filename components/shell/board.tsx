import type { ReactNode } from "react";
import styles from "./board.module.css";

/** The dark faceplate on top of every page: the mast, and below it the line or what a public page says. */
export function Board({ children }: { children: ReactNode }) {
  return <header className={styles.board}>{children}</header>;
}
