import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { KeyValue } from "@/components/ui/facts.tsx";
import { groupedGln } from "@/components/ui/gln.ts";
import { Glyph } from "@/components/ui/glyph.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { InstallationPage } from "@/lib/ledger/shapes.ts";
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

/** One role for all types is said once; roles that differ are said for each. */
function useRoles({ types }: Installation): Row[] {
  const t = useTranslations("installation.about");
  const { locale } = useFormat();
  const name = (type: Installation["types"][number]) => (locale === "en" ? type.nameEn : type.name);
  const text = (type: Installation["types"][number]) => (
    <>
      {t.rich(`roleText.${type.role}`, { b: (words) => <b>{words}</b> })}
      {type.assumed ? <span className="quiet"> ({t("assumed")})</span> : null}
    </>
  );
  const [first] = types;
  if (first === undefined) return [];
  const same = types.every(({ role, assumed }) => role === first.role && assumed === first.assumed);
  if (same) return [{ name: t("role"), value: text(first) }];
  return types.map((type) => ({ name: t("roleFor", { role: t("role"), type: name(type) }), value: text(type) }));
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
  const day = (at: string) => format.date(at, asOf);
  if (types.length === 0) return [];
  const value = (
    <ul>
      {types.map(({ code, name, nameEn, version, from, to }) => (
        <li key={`${code}${from}`}>
          {format.locale === "en" ? nameEn : name} {version}{" "}
          <span className="quiet">
            {to === null ? t("typeFrom", { date: day(from) }) : t("typeSpan", { from: day(from), to: day(to) })}
          </span>
        </li>
      ))}
    </ul>
  );
  return [{ name: t("types"), value }];
}

function usePolicies({ policies, types }: Installation, asOf: string): Row[] {
  const t = useTranslations("installation.about");
  const format = useFormat();
  return policies.map(({ typeCode, warnMinutes, overdueMinutes, resends, from, source }) => {
    const type = types.find(({ code }) => code === typeCode);
    const name = type === undefined ? typeCode : format.locale === "en" ? type.nameEn : type.name;
    const figures = {
      overdue: format.duration(overdueMinutes * 60_000),
      warn: format.duration(warnMinutes === null ? null : warnMinutes * 60_000),
      resends,
      from: format.date(from === "" ? null : from, asOf),
    };
    return {
      name: t("policy", { type: name.toLowerCase() }),
      value: (
        <>
          {t(warnMinutes === null ? "policyNoWarn" : "policyText", figures)}
          <div className="quiet">{t("source", { source })}</div>
        </>
      ),
    };
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
