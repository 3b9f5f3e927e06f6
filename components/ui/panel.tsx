import { type ReactNode, useId } from "react";
import styles from "./panel.module.css";

type PanelProps = {
  title: ReactNode;
  /** Stands to the right of the title: the time span, the count. */
  aside?: ReactNode;
  /** A title that only readers of the page's structure need. */
  quietTitle?: boolean;
  /** Tables run to the edge; everything else has air. */
  flush?: boolean;
  /** What a link elsewhere leads to it by. */
  anchor?: string;
  children: ReactNode;
};

/** A titled region of a page. */
export function Panel({ title, aside, quietTitle = false, flush = false, anchor, children }: PanelProps) {
  const id = useId();
  return (
    <section id={anchor} className={styles.panel} aria-labelledby={id}>
      {quietTitle ? (
        <h2 id={id} className="vh">
          {title}
        </h2>
      ) : (
        <div className={styles.head}>
          <h2 id={id}>{title}</h2>
          {aside === undefined ? null : <div className={styles.aside}>{aside}</div>}
        </div>
      )}
      <div className={flush ? undefined : styles.body}>{children}</div>
    </section>
  );
}
