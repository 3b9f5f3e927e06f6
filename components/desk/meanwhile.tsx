import { useTranslations } from "next-intl";
import { Callout } from "@/components/ui/callout.tsx";
import { Preview } from "@/components/ui/log.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { IncidentDesk } from "@/lib/status/incidents/shapes.ts";

/** The incident was changed while one wrote: what was published since stands beside one's own text, and neither is lost. */
export function Meanwhile({ incident, since, asOf }: { incident: IncidentDesk; since: string; asOf: string }) {
  const t = useTranslations("desk.meanwhile");
  const format = useFormat();
  const inOrder = incident.updates.toSorted((a, b) => a.nr - b.nr);
  const later = inOrder.filter(({ publishedAt }) => Date.parse(publishedAt) >= Date.parse(since));
  // One who saves long after a colleague published has no newer text than the colleague's.
  const newer = later.length > 0 ? later : inOrder.slice(-1);
  return (
    <section aria-label={t("title")} className="stack">
      <Callout severity="major">
        <b>{t("title")}</b> {t("text")}
      </Callout>
      {newer.map((update) => (
        <div key={update.nr}>
          <Preview
            label={t("theirs", {
              nr: update.nr,
              name: update.writtenBy?.name ?? t("somebody"),
              time: format.sinceTime(update.publishedAt, asOf),
            })}
            lang="da"
          >
            {update.text.da}
          </Preview>
          <Preview label={t("theirsEn")} lang="en">
            {update.text.en}
          </Preview>
        </div>
      ))}
      <p className="note">{t("yours")}</p>
    </section>
  );
}
