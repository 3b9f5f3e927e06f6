"use client";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { THEME_COOKIE, type Theme } from "@/lib/i18n/theme.ts";
import styles from "./mast.module.css";

const YEAR_SECONDS = 365 * 24 * 3600;
const CHANGED = "themechange";

function subscribe(changed: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", changed);
  window.addEventListener(CHANGED, changed);
  return () => {
    system.removeEventListener("change", changed);
    window.removeEventListener(CHANGED, changed);
  };
}
const shown = (): Theme => {
  const chosen = document.documentElement.dataset["theme"];
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
};

/** Names what it turns to. Without JavaScript it is not shown, and the system decides. */
export function ThemeToggle() {
  const t = useTranslations("shell");
  const theme = useSyncExternalStore(subscribe, shown, () => undefined);
  if (theme === undefined) return null;
  const next: Theme = theme === "dark" ? "light" : "dark";
  const choose = () => {
    document.documentElement.dataset["theme"] = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser people have.
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    window.dispatchEvent(new Event(CHANGED));
  };
  return (
    <button type="button" className={`${styles.button} ${styles.theme}`} onClick={choose}>
      {t(`theme.${next}`)}
    </button>
  );
}
