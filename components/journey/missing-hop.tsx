import { useTranslations } from "next-intl";
import { Glyph } from "@/components/ui/glyph.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { Journey, MissingStep } from "@/lib/ledger/shapes.ts";
import styles from "./journey.module.css";
import { useNames } from "./names.ts";

/** Something that was expected and did not come, and whether that is a hole of ours. */
export function MissingHop({ step, journey }: { step: MissingStep; journey: Journey }) {
  const t = useTranslations("journey.missing");
  const named = useTranslations("journey.named");
  const format = useFormat();
  const names = useNames();
  const { what, direction, vouched, dueAt } = step;
  const from = named(step.station);
  const said =
    what === "receipt" && direction === "back" && step.station !== "recipient"
      ? t("receiptBack", { from })
      : t(what, { from });
  const own = journey.deliveries.find(({ installationId }) => installationId === step.installationId);
  const whose = journey.deliveries.length > 1 && own !== undefined ? ` (${names.recipient(own)})` : "";
  return (
    <li className={styles.hop} data-ghost>
      <time>{format.number(null)}</time>
      <span className={styles.sign} data-state={vouched ? "overdue" : "unknown"}>
        <Glyph name={vouched ? "st-overdue" : "st-unknown"} />
      </span>
      <div>
        <b>
          {t(vouched ? "title" : "titleBlind")}: {said}
          {whose}
        </b>
        <span className={styles.source}>{t(vouched ? "vouched" : "blind")}</span>
      </div>
      {dueAt === null ? <span /> : <span className={styles.leg}>{t("due", { time: dueText(dueAt) })}</span>}
    </li>
  );

  function dueText(at: string): string {
    return format.sinceTime(at, journey.asOf) === format.time(at) && !journey.coarse
      ? format.timeWithSeconds(at)
      : format.sinceTime(at, journey.asOf);
  }
}
