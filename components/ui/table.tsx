import { type ReactNode, useId } from "react";
import styles from "./table.module.css";

type TableProps = {
  /** Names the region and the table for those who do not see it. */
  label: string;
  /** The head's row(s). */
  head: ReactNode;
  /** One or more `tbody`: use `Rows`. */
  children: ReactNode;
  /** Rows of words rather than figures: wider cells where the table becomes a list. */
  text?: boolean;
  caption?: ReactNode;
};

/**
 * A dense table that becomes a labelled list below 768 px. Only the region around it scrolls sideways, and it can be
 * reached by keyboard.
 */
export function Table({ label, head, children, text = false, caption }: TableProps) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls; the panel around it is the landmark.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
    <div className={styles.scroll} role="group" aria-labelledby={id} tabIndex={0}>
      <span id={id} className="vh">
        {label}
      </span>
      <table className={text ? `${styles.table} ${styles.text}` : styles.table} aria-labelledby={id}>
        {caption === undefined ? null : <caption>{caption}</caption>}
        <thead>{head}</thead>
        {children}
      </table>
    </div>
  );
}

/** A group of rows; with a title it says what the rows have in common. */
export function Rows({ title, note, columns, children }: RowsProps) {
  return (
    <tbody>
      {title === undefined ? null : (
        <tr className={styles.group}>
          <th scope="rowgroup" colSpan={columns}>
            {title} {note === undefined ? null : <span>{note}</span>}
          </th>
        </tr>
      )}
      {children}
    </tbody>
  );
}
type RowsProps = { title?: ReactNode; note?: ReactNode; columns?: number; children: ReactNode };

/** A column's head; numbers stand to the right. */
export function Head({
  num = false,
  sorted = false,
  children,
}: {
  num?: boolean;
  sorted?: boolean;
  children: ReactNode;
}) {
  return (
    <th scope="col" className={num ? styles.num : undefined} aria-sort={sorted ? "descending" : undefined}>
      {children}
    </th>
  );
}

type CellProps = {
  /** The column's name, shown above the value where the table is a list. */
  label?: string;
  num?: boolean;
  /** Takes the whole width of the list. */
  wide?: boolean;
  /** Left out of the list: a zero or a dash says nothing there. */
  hide?: boolean;
  zero?: boolean;
  children: ReactNode;
};
const cellClass = ({ num, wide, hide, zero }: Omit<CellProps, "children">) =>
  [num && styles.num, wide && styles.wide, hide && styles.hide, zero && styles.zero].filter(Boolean).join(" ") ||
  undefined;

/** A value. */
export function Cell({ label, children, ...how }: CellProps) {
  return (
    <td className={cellClass(how)} data-l={label}>
      {children}
    </td>
  );
}

/** What the row is about. */
export function RowHead({ label, children, ...how }: CellProps) {
  return (
    <th scope="row" className={cellClass(how)} data-l={label}>
      {children}
    </th>
  );
}

/** The sum of the rows above. */
export function TotalRow({ children }: { children: ReactNode }) {
  return <tr className={styles.totals}>{children}</tr>;
}
