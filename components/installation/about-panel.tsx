import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { KeyValue } from "@/components/ui/facts.tsx";
import { groupedGln } from "@/components/ui/gln.ts";
import { Glyph } from "@/components/ui/glyph.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { InstallationPage } from "@/lib/ledger/shapes.ts";
import { begun, byPolicy, byRole, owed } from "./about-rules.ts";
import styles from "./installation.module.css";

type Row = { name: ReactNode; value: ReactNode };
type Installation = InstallationPage["installation"];

/** What the directory says of the system: its role, its mailbox, its location, its types and their deadlines. */
export function AboutPanel({ page }: { page: InstallationPage }) {
  const t = useTranslations("installation.about");
  const { installation, asOf } = page;
  const { vendor, area, legalBasis } = installation;
  const rows: Row[] = [
    ...(vendor === null ? [] : [{ name: t("vendor"), value: vendor.name }]),
    ...useRoles(installation),
    ...useMailbox(installation, asOf),
    ...useLocation(installation),
    ...useTypes(installation, asOf),
    ...usePolicies(installation, asOf),
    ...(area === null ? [] : [{ name: t("area"), value: area }]),
    ...(legalBasis === null ? [] : [{ name: t("legalBasis"), value: legalBasis }]),
    ...useSources(page),
  ];
  return (
    <Panel title={t("title")}>
      {installation.provisional ? <Warning>{t("provisional")}</Warning> : null}
      <KeyValue rows={rows} />
    </Panel>
  );
}

function Warning({ children }: { children: ReactNode }) {
  return (
    <span className={styles.warning} data-state="transient">
      <Glyph name="st-transient" /> {children}
    </span>
  );
}

const useTypeName = () => {
  const { locale } = useFormat();
  return ({ name, nameEn }: { name: string; nameEn: string }) => (locale === "en" ? nameEn : name);
};

/** One role for all types is said once; roles that differ are said with the types they hold for. */
function useRoles({ types }: Installation): Row[] {
  const t = useTranslations("installation.about");
  const nameOf = useTypeName();
  const groups = byRole(types);
  return groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const value = (
      <>
        {t.rich(`roleText.${first.role}`, { b: (words) => <b>{words}</b> })}
        {first.assumed ? <span className="quiet"> ({t("assumed")})</span> : null}
        {groups.length === 1 ? null : <div className="quiet">{group.map(nameOf).join(", ")}</div>}
      </>
    );
    return [{ name: t("role"), value }];
  });
}

function useMailbox({ mailbox, mode, liveFrom, optedOutFrom, pending }: Installation, asOf: string): Row[] {
  const t = useTranslations("installation.about");
  const format = useFormat();
  const day = (at: string) => format.date(at, asOf);
  const named =
    mode !== null && mailbox !== null ? t("mailboxText", { mode: t(`mode.${mode}`), name: mailbox }) : mailbox;
  const rows: Row[] =
    named === null && mode === null ? [] : [{ name: t("mailbox"), value: named ?? (mode && t(`mode.${mode}`)) }];
  const life = [
    ...(pending ? [t("pending")] : liveFrom === null ? [] : [t("liveFrom", { date: day(liveFrom) })]),
    ...(optedOutFrom === null ? [] : [t("optedOut", { date: day(optedOutFrom) })]),
  ];
  if (life.length > 0) rows.push({ name: t("live"), value: life.join(", ") });
  return rows;
}

function useLocation({ location }: Installation): Row[] {
  const t = useTranslations("installation.about");
  if (location === null) return [];
  const warn = (which: "gln_check_digit" | "sor_check_digit") =>
    location.warnings.includes(which) ? <Warning>{t(`warning.${which}`)}</Warning> : null;
  const rows: Row[] = [];
  if (location.gln !== null) {
    const value = (
      <>
        <span className="mono">{groupedGln(location.gln)}</span>
        {location.name === null ? null : <div className="quiet">{location.name}</div>}
        {warn("gln_check_digit")}
      </>
    );
    rows.push({ name: t("location"), value });
  }
  if (location.sorId !== null) {
    const value = (
      <>
        <span className="mono">{location.sorId}</span>
        {warn("sor_check_digit")}
      </>
    );
    rows.push({ name: t("sor"), value });
  }
  return rows;
}

function useTypes({ types }: Installation, asOf: string): Row[] {
  const t = useTranslations("installation.about");
  const format = useFormat();
  const nameOf = useTypeName();
  const day = (at: string) => format.date(at, asOf);
  const span = (from: string, to: string | null) => {
    if (to !== null) return t("typeSpan", { from: begun(from) === null ? "" : day(from), to: day(to) });
    return begun(from) === null ? null : t("typeFrom", { date: day(from) });
  };
  if (types.length === 0) return [];
  const value = (
    <ul>
      {types.map((type) => (
        <li key={`${type.code}${type.from}`}>
          {nameOf(type)} {type.version} <span className="quiet">{span(type.from, type.to)}</span>
        </li>
      ))}
    </ul>
  );
  return [{ name: t("types"), value }];
}

/** Each deadline with its source, said once for the types it holds for. */
function usePolicies({ policies, types }: Installation, asOf: string): Row[] {
  const t = useTranslations("installation.about");
  const format = useFormat();
  const nameOf = useTypeName();
  return byPolicy(owed(policies, types)).flatMap((group) => {
    const [rule] = group;
    if (rule === undefined) return [];
    const from = begun(rule.from);
    const names = group.map(({ typeCode }) => {
      const type = types.find(({ code }) => code === typeCode);
      return type === undefined ? typeCode : nameOf(type);
    });
    const figures = {
      overdue: format.duration(rule.overdueMinutes * 60_000),
      warn: format.duration(rule.warnMinutes === null ? null : rule.warnMinutes * 60_000),
      resends: rule.resends,
    };
    const value = (
      <>
        {t(rule.warnMinutes === null ? "policyNoWarn" : "policyText", figures)}{" "}
        {from === null ? null : t("policyFrom", { from: format.dateInWords(from, asOf) })}
        <div className="quiet">{names.join(", ")}</div>
        <div className="quiet">{t("source", { source: rule.source })}</div>
      </>
    );
    return [{ name: t("policy"), value }];
  });
}

function useSources({ sources, asOf }: InstallationPage): Row[] {
  const t = useTranslations("installation.about");
  const format = useFormat();
  if (sources.length === 0) return [];
  const text = ({ name, completeTo }: (typeof sources)[number]) =>
    completeTo === null
      ? t("sourceNone", { name })
      : t("sourceText", { name, time: format.sinceTime(completeTo, asOf) });
  const value = (
    <ul>
      {sources.map((source) => (
        <li key={source.name}>{text(source)}</li>
      ))}
    </ul>
  );
  return [{ name: t("sources"), value }];
}
