import Link from "next/link";
import { useTranslations } from "next-intl";
import { KeyValue } from "@/components/ui/facts.tsx";
import { Crumbs, PageHead } from "@/components/ui/head.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { WhyPage } from "@/lib/subscriptions/page-shapes.ts";
import { useKept } from "./replay-panel.tsx";
import styles from "./subscriptions.module.css";

/** Of one thing that was said: what it was about, and what each subscription made of it. */
export function WhyView({ page }: { page: WhyPage }) {
  const t = useTranslations("subscriptions");
  const states = useTranslations("states.severity");
  const format = useFormat();
  const words = useWords();
  const { signal, facts, verdicts, asOf } = page;
  const rows = [
    { name: t("why.kind"), value: t(`kind.${signal.kind}`) },
    { name: t("why.moment"), value: t(`moment.${signal.moment}`) },
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
      <div className={styles.columns}>
        <Panel title={t("why.verdicts")}>
          {verdicts.length === 0 ? <p className="quiet">{t("why.none")}</p> : null}
          <ul className={styles.verdicts}>
            {verdicts.map(({ id, name, sentence, verdict }) => (
              <li key={id}>
                <h3>
                  <Link href={`/subscriptions/${id}`} prefetch={false}>
                    {name}
                  </Link>
                </h3>
                <Verdict verdict={verdict} asOf={asOf} />
                <p className={styles.note}>
                  {t("why.filterThen")}: {sentence}
                </p>
              </li>
            ))}
          </ul>
        </Panel>
        <Panel title={t("why.facts")}>
          <KeyValue rows={rows} />
        </Panel>
      </div>
    </>
  );
}

function Verdict({ verdict, asOf }: { verdict: WhyPage["verdicts"][number]["verdict"]; asOf: string }) {
  const t = useTranslations("subscriptions.why");
  const axes = useTranslations("notices.axis");
  const format = useFormat();
  const kept = useKept();
  if (verdict.outcome === "not_yet") return <p>{t("notYet")}</p>;
  if (verdict.outcome === "over") return <p>{t("over")}</p>;
  if (verdict.outcome === "not_told")
    return (
      <p>
        <b>{t("notTold")}.</b> {verdict.against === null ? t("notPublished") : kept(verdict.against)}
      </p>
    );
  return (
    <>
      <p>
        <b>{t("told")}.</b> {t("because")} {verdict.because.map(({ axis }) => axes(axis)).join(", ")}.
      </p>
      {verdict.to.length === 0 ? null : (
        <p>
          {t("to")}:{" "}
          {verdict.to
            .map(
              ({ label, state, sentAt }) => `${label}, ${t(`sent.${state}`, { time: format.dateTime(sentAt, asOf) })}`,
            )
            .join("; ")}
        </p>
      )}
    </>
  );
}
