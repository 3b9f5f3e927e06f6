import { useTranslations } from "next-intl";
import { placeOf } from "@/components/charts/leg-rules.ts";
import { Glyph, type GlyphName } from "@/components/ui/glyph.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { Journey, JourneyStep } from "@/lib/ledger/shapes.ts";
import type { ReceiptState } from "@/lib/ledger/states.ts";
import { type Hop, newDays, sendingsOf } from "./hop-rules.ts";
import styles from "./journey.module.css";
import { mainDelivery } from "./lead-rules.ts";
import { MissingHop } from "./missing-hop.tsx";
import { useNames } from "./names.ts";

/** What every station said, sending by sending, in words: the timetable as a list. */
export function Hops({ journey }: { journey: Journey }) {
  const t = useTranslations("journey.steps");
  const names = useNames();
  const sendings = sendingsOf(journey);
  const last = sendings.at(-1);
  const missing = [...journey.missing].sort((a, b) => placeOf(a.station) - placeOf(b.station));
  return (
    <Panel title={t("title")} aside={t("note")}>
      {sendings.length === 0 ? <p className="quiet">{journey.sealedAt === null ? t("none") : t("sealed")}</p> : null}
      {sendings.map((sending) => (
        <div key={sending.attempt} className={styles.sending}>
          <h3>
            {t(sending.attempt === 1 ? "attempt" : "attemptAgain", { attempt: sending.attempt })}{" "}
            {sending.envelopeId === null ? null : (
              <span className="quiet">
                {t("envelope")} <span className="mono">{names.shortId(sending.envelopeId)}</span>
              </span>
            )}
          </h3>
          <ol className={styles.hops}>
            {daysOf(sending.hops, journey.sentAt).map(({ hop, newDay }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a station may say the same twice at one instant; the list only grows.
              <HopRow key={at} hop={hop} newDay={newDay} journey={journey} />
            ))}
            {sending === last
              ? missing.map((step) => (
                  <MissingHop key={`${step.installationId}${step.station}${step.what}`} step={step} journey={journey} />
                ))
              : null}
          </ol>
        </div>
      ))}
      {sendings.length === 0 && missing.length > 0 ? (
        <ol className={styles.hops}>
          {missing.map((step) => (
            <MissingHop key={`${step.installationId}${step.station}${step.what}`} step={step} journey={journey} />
          ))}
        </ol>
      ) : null}
    </Panel>
  );
}

const daysOf = (hops: readonly Hop[], sentAt: string | null) => {
  const told = newDays(
    hops.map(({ step }) => step.at),
    sentAt,
  );
  return hops.map((hop, at) => ({ hop, newDay: told[at] === true }));
};

/** The state an answer stands for where it was given; a plain step has none. */
function signOf(step: JourneyStep, journey: Journey): { glyph: GlyphName; state: ReceiptState | undefined } {
  const { receipt } = step;
  if (receipt === null || receipt.level === "transport") {
    return receipt !== null && receipt.outcome !== "ok"
      ? { glyph: "st-transient", state: "transient" }
      : { glyph: "sv-up", state: undefined };
  }
  // Beyond the distributor an answer is reported for the letter, which is judged by its main delivery.
  const own = journey.deliveries.find(({ installationId }) => installationId === step.installationId);
  const due = (own ?? mainDelivery(journey.deliveries))?.dueAt ?? null;
  const late = due !== null && Date.parse(step.at) > Date.parse(due);
  if (receipt.outcome === "transient") return { glyph: "st-transient", state: "transient" };
  if (receipt.outcome === "ok")
    return late ? { glyph: "st-late-ok", state: "late_ok" } : { glyph: "st-ok", state: "ok" };
  return late ? { glyph: "st-late-negative", state: "late_negative" } : { glyph: "st-fatal", state: "fatal" };
}

function HopRow({ hop, newDay, journey }: { hop: Hop; newDay: boolean; journey: Journey }) {
  const t = useTranslations("journey.steps");
  const station = useTranslations("journey.station");
  const format = useFormat();
  const { step } = hop;
  const what = useWhat(hop, journey);
  const { glyph, state } = signOf(step, journey);
  const by = [
    ...(step.reportedBy === null ? [] : [t("reportedBy", { name: step.reportedBy })]),
    ...(step.operator === null ? [] : [t("operator", { name: step.operator })]),
    ...(step.receipt?.code ? [t("code", { code: step.receipt.code })] : []),
  ].join(" · ");
  return (
    <li className={styles.hop} data-waits={hop.waits || undefined}>
      {newDay ? <span className={styles.day}>{format.date(step.at, journey.asOf)}</span> : null}
      <time dateTime={step.at}>{journey.coarse ? format.time(step.at) : format.timeWithSeconds(step.at)}</time>
      <span className={styles.sign} data-state={state}>
        <Glyph name={glyph} />
      </span>
      <div>
        <b>
          {station(step.station)}: {what}
          {hop.lastSeen ? `. ${t("lastSeen")}` : ""}
        </b>
        {by === "" ? null : <span className={styles.source}>{by}</span>}
      </div>
      <LegText hop={hop} coarse={journey.coarse} />
    </li>
  );
}

/** What a step is called: on the way back it is the receipt that is received and sent on. */
function useWhat({ step, passes }: Hop, journey: Journey): string {
  const t = useTranslations("journey.steps");
  const names = useNames();
  const { receipt, kind, direction, station, installationId } = step;
  const kindText = () => {
    if (receipt !== null && (kind === "receipt" || direction === "out")) {
      const said = t(`receipt.${receipt.level}.${receipt.outcome}`);
      return passes ? t(station === "sender" ? "arrives" : "passes", { what: said }) : said;
    }
    if (kind === "receipt" || direction === "out") return t(`kind.${kind}`);
    return t(`back.${kind}`);
  };
  const own = journey.deliveries.find((delivery) => delivery.installationId === installationId);
  const named =
    journey.deliveries.length > 1 &&
    own !== undefined &&
    installationId !== null &&
    placeOf(station) >= placeOf("mailbox");
  return named ? `${kindText()} (${names.recipient(own)})` : kindText();
}

function LegText({ hop, coarse }: { hop: Hop; coarse: boolean }) {
  const t = useTranslations("journey.steps");
  const at = useTranslations("journey.at");
  const format = useFormat();
  const names = useNames();
  const { step, after, slow, legMs } = hop;
  if (legMs === null) return <span />;
  const time = names.took(legMs, coarse);
  if (!slow || after === null) return <span className={styles.leg}>{t("leg", { time })}</span>;
  const where = at(after);
  const said =
    step.normalMs === null
      ? t("legSlowPlain", { time, where })
      : t("legSlow", { time, where, normal: format.duration(step.normalMs) });
  return (
    <span className={styles.leg} data-slow>
      {said}
    </span>
  );
}
