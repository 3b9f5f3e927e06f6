import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useTelling } from "@/components/told/use-telling.ts";
import { Callout } from "@/components/ui/callout.tsx";
import { Segment } from "@/components/ui/chip.tsx";
import { Following } from "@/components/ui/tried-form.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { EditorPage, ShownReplay } from "@/lib/subscriptions/page-shapes.ts";
import { addressOf, SPANS } from "@/lib/subscriptions/schema.ts";
import { ReplayChart } from "./replay-chart.tsx";
import styles from "./subscriptions.module.css";

const NIGHT = { told: "count", night: "night", withoutEffect: "withoutEffect", missed: "missed" } as const;

/** What the filter would have sent of the past: a sentence, a picture, figures beside those of now, and each of them. */
export function ReplayPanel({ page }: { page: EditorPage }) {
  const t = useTranslations("subscriptions.replay");
  const format = useFormat();
  const verdict = useVerdict();
  const { replay, current, days, from, asOf } = page;
  return (
    <>
      <p className={styles.verdict} role="status">
        {verdict(page)}{" "}
        <Following>
          <span className="quiet">{t("working")}</span>
        </Following>
      </p>
      <SeenPast seen={replay.seen} />
      {replay.total === 0 ? null : (
        <>
          <ReplayChart replay={replay} current={current} from={from} to={asOf} days={days} />
          <p className={styles.note}>
            {t("legend", {
              total: replay.total,
              from: format.dateInWords(from, asOf),
              to: format.dateInWords(asOf, asOf),
            })}
          </p>
          <Compared replay={replay} current={current} days={days} />
          <Missed page={page} />
          <List page={page} />
        </>
      )}
    </>
  );
}

/** What the replay comes to, in one sentence. */
export function useVerdict(): (page: Pick<EditorPage, "replay" | "days">) => string {
  const t = useTranslations("subscriptions.replay");
  return ({ replay: { total, count, night, missed }, days }) =>
    total === 0 ? t("nothing", { days }) : t("verdict", { days, told: count, night, missed: missed.length });
}

/** How far back; the draft goes along. */
export function Spans({ page }: { page: EditorPage }) {
  const t = useTranslations("subscriptions.replay");
  return (
    <Segment
      inHead
      label={t("span")}
      choices={SPANS.map((days) => ({
        key: String(days),
        label: t("days", { days }),
        href: page.edited ? `${page.path}?${addressOf(page.draft, days)}` : `${page.path}?days=${days}`,
        current: days === page.days,
      }))}
    />
  );
}

/** Of missing receipts only that can be replayed which was seen. */
function SeenPast({ seen }: Pick<ShownReplay, "seen">) {
  const t = useTranslations("subscriptions.replay.missingPast");
  if (seen === null) return null;
  const { whole, some, none } = seen;
  return (
    <p className={styles.note}>
      {whole + some === 0 ? t("unseen") : `${t("past")} ${t("seen", { some, none })}`.trim()}
    </p>
  );
}

function Compared({ replay, current, days }: { replay: ShownReplay; current: ShownReplay | null; days: number }) {
  const t = useTranslations("subscriptions.replay");
  const format = useFormat();
  const figure = (of: ShownReplay, name: keyof typeof NIGHT) =>
    format.number(name === "missed" ? of.missed.length : of[name === "told" ? "count" : name]);
  return (
    <table className={styles.compared}>
      <caption className="vh">{t("compared")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("days", { days })}</th>
          {current ? <th scope="col">{t("current")}</th> : null}
          <th scope="col">{current ? t("draft") : t("now")}</th>
        </tr>
      </thead>
      <tbody>
        {(["told", "night", "withoutEffect", "missed"] as const).map((name) => (
          <tr key={name}>
            <th scope="row">{t(`rows.${name}`)}</th>
            {current ? <td>{figure(current, name)}</td> : null}
            <td>
              <b>{figure(replay, name)}</b>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Missed({ page }: { page: EditorPage }) {
  const t = useTranslations("subscriptions.replay");
  const format = useFormat();
  const words = useWords();
  const kept = useKept();
  const { missed } = page.replay;
  if (missed.length === 0) return null;
  return (
    <Callout severity="minor">
      <h3>{t("missedTitle", { count: missed.length })}</h3>
      <ul className={styles.lines}>
        {missed
          .toReversed()
          .slice(0, 10)
          .map(({ signalId, at, against, text, include }) => {
            const title = text ? words(text.title) : t("hidden");
            return (
              <li key={signalId}>
                <b>{format.dateTime(at, page.asOf)}</b> <Said signalId={signalId}>{title}</Said>. {kept(against)}{" "}
                {include === null ? null : (
                  <a href={include} aria-label={t("includeLabel", { title })}>
                    {t("include")}
                  </a>
                )}
              </li>
            );
          })}
      </ul>
    </Callout>
  );
}

function List({ page }: { page: EditorPage }) {
  const t = useTranslations("subscriptions");
  const format = useFormat();
  const words = useWords();
  const telling = useTelling();
  const { told, count } = page.replay;
  const lately = told.filter(({ text }) => text !== null).toReversed();
  if (count === 0) return null;
  return (
    <details className={styles.more}>
      <summary>{t("replay.list", { count })}</summary>
      <ul className={styles.lines}>
        {lately.map(({ at, signalId, text, gathered }) => (
          <li key={signalId}>
            {format.dateTime(new Date(at), page.asOf)}{" "}
            <Said signalId={signalId}>{text ? words(text.title) : null}</Said>
            {text ? `, ${telling(text.kind, text.moment).toLowerCase()}` : null}
            {gathered > 1 ? `, ${t("replay.gathered", { count: gathered })}` : null}
          </li>
        ))}
        {lately.length < count ? <li>{t("replay.andMore", { count: count - lately.length })}</li> : null}
      </ul>
    </details>
  );
}

/** What was said leads to why; what would have been said has no page. */
function Said({ signalId, children }: { signalId: number; children: ReactNode }) {
  if (signalId < 0) return children;
  return (
    <Link href={`/subscriptions/signals/${signalId}`} prefetch={false}>
      {children}
    </Link>
  );
}

/** What kept a signal back, in words. */
export function useKept(): (against: { axis: string; value: string }) => string {
  const t = useTranslations("subscriptions.replay.kept");
  const states = useTranslations("states.severity");
  return ({ axis, value }) => {
    if (axis === "severity") return t("severity", { severity: states(`${value}.label`).toLowerCase() });
    if (axis !== "impact") return t(axis);
    const [municipalities = "0", messages] = value.split(" ");
    const counted = messages === undefined ? t("messagesUnknown") : t("messages", { count: Number(messages) });
    return t("impact", { municipalities: Number(municipalities), messages: counted });
  };
}
