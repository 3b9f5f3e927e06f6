import { useTranslations } from "next-intl";
import { Mark } from "@/components/ui/state.tsx";
import { useWords } from "@/components/ui/use-words.ts";
import type { WindowClass } from "@/lib/status/shapes.ts";
import type { Breach, Clash } from "@/lib/status/windows/shapes.ts";
import { useWindowWords } from "./use-window-words.ts";
import styles from "./windows.module.css";

type Props = {
  windowClass: WindowClass;
  breaches: readonly Breach[];
  clashes: readonly Clash[];
  /** Not announced yet: what it would break if it were now. */
  ifNow?: boolean;
  asOf: string;
};

/** What a window breaks of its class's rules, and whose time it shares: said, never refused. */
export function RulesSaid({ windowClass, breaches, clashes, ifNow = false, asOf }: Props) {
  const t = useTranslations("windows");
  const words = useWords();
  const { when } = useWindowWords(asOf);
  const well = t(windowClass === "other" ? "noRule" : "noBreach");
  return (
    <ul className={styles.rules}>
      {breaches.length === 0 ? <li>{well}</li> : null}
      {breaches.map((breach) => (
        <li key={breach}>
          <Mark glyph="ui-x">
            {t(`breach.${breach}`)}
            {ifNow && breach === "short_notice" ? ` (${t("breachIfNow")})` : null}
          </Mark>
        </li>
      ))}
      {clashes.map((clash) => (
        <li key={clash.uid}>{t("clash", { title: words(clash.title), when: when(clash) })}</li>
      ))}
    </ul>
  );
}
