import Link from "next/link";
import { useTranslations } from "next-intl";
import { toldHref } from "@/components/told/address.ts";
import { useTelling } from "@/components/told/use-telling.ts";
import { Segment } from "@/components/ui/chip.tsx";
import { KeyValue } from "@/components/ui/facts.tsx";
import { Crumbs, PageHead } from "@/components/ui/head.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { WhyPage } from "@/lib/subscriptions/why/shapes.ts";
import { useKept } from "./replay-panel.tsx";
import styles from "./subscriptions.module.css";
import { WhyVerdict } from "./why-verdict.tsx";

/** Of one thing that was said: what it was about, and what each subscription made of it. */
export function WhyView({ page }: { page: WhyPage }) {
  const t = useTranslations("subscriptions");
  const states = useTranslations("states.severity");
  const telling = useTelling();
  const format = useFormat();
  const words = useWords();
  const { of, signal, facts, verdicts, asOf } = page;
  const rows = [
    { name: t("why.kind"), value: t(`kind.${signal.kind}`) },
    { name: t("why.moment"), value: telling(signal.kind, signal.moment) },
    ...(facts.severity === null ? [] : [{ name: t("why.severity"), value: states(`${facts.severity}.label`) }]),
    ...(facts.services.length === 0 ? [] : [{ name: t("axis.services"), value: facts.services.map(words).join(", ") }]),
    { name: t("why.hitUs"), value: t(facts.hit === null ? "why.unknown" : facts.hit ? "why.yes" : "why.no") },
  ];
  return (
    <>
      <Crumbs trail={[{ label: t("title"), href: "/subscriptions" }, { label: t("why.title") }]} />
      <PageHead
        title={t("why.title")}
        lead={t("why.lead", { time: format.dateTime(signal.at, asOf), title: words(signal.title) })}
      />
      <Answer page={page} />
      <Tellings page={page} />
      <div className={styles.columns}>
        <Panel title={t("why.verdicts")}>
          {verdicts.length === 0 ? <p className="quiet">{t("why.none")}</p> : null}
          <ul className={styles.verdicts}>
            {verdicts.map(({ id, name, sentence, verdict, include }) => (
              <li key={id}>
                <h3>
                  <Link href={`/subscriptions/${id}`} prefetch={false}>
                    {name}
                  </Link>
                </h3>
                <WhyVerdict verdict={verdict} asOf={asOf} />
                <p className={styles.note}>
                  {t("why.filterThen")}: {sentence}
                </p>
                {include === null ? null : (
                  <p>
                    <a href={include}>{t("why.include")}</a>
                  </p>
                )}
              </li>
            ))}
          </ul>
        </Panel>
        <Panel title={t("why.facts")}>
          <KeyValue rows={rows} />
          {of === null ? null : (
            <p>
              <Link href={toldHref(of, { signal: signal.id })} prefetch={false}>
                {t("why.others")}
              </Link>
            </p>
          )}
        </Panel>
      </div>
    </>
  );
}

/** The answer in one sentence, and what to do where nobody asked. */
function Answer({ page: { verdicts, instead } }: { page: WhyPage }) {
  const t = useTranslations("subscriptions.why.answer");
  const kept = useKept();
  const told = verdicts.flatMap(({ verdict }) => (verdict.outcome === "told" ? [verdict] : []));
  const has = (wanted: string) => told.some(({ to }) => to.some(({ state }) => state === wanted));
  const [against] = verdicts.flatMap(({ verdict }) =>
    verdict.outcome === "not_told" && verdict.against !== null ? [verdict.against] : [],
  );
  const says = has("sent")
    ? t("sent")
    : has("ready")
      ? t("ready")
      : told.length > 0
        ? t("notReached")
        : verdicts.length === 0
          ? t("noneThen")
          : verdicts.length === 1 && against
            ? t("kept", { why: kept(against) })
            : t("notTold");
  return (
    <p className={styles.answer}>
      <b>{says}</b>{" "}
      {instead === null ? null : <a href={instead.href}>{t(instead.usual ? "insteadUsual" : "instead")}</a>}
    </p>
  );
}

/** Everything that was said of the same; each is asked of by itself. */
function Tellings({ page: { tellings, signal, asOf } }: { page: WhyPage }) {
  const t = useTranslations("subscriptions");
  const format = useFormat();
  const telling = useTelling();
  if (tellings.length < 2) return null;
  return (
    <div className={styles.tellings}>
      <Segment
        label={t("why.tellings")}
        choices={tellings.map(({ id, at, kind, moment }) => ({
          key: String(id),
          label: `${telling(kind, moment)} ${format.dateTime(at, asOf)}`,
          href: `/subscriptions/signals/${id}`,
          current: id === signal.id,
        }))}
      />
    </div>
  );
}
