import { useTranslations } from "next-intl";
import type { Role } from "@/lib/access/viewer.ts";
import styles from "./mast.module.css";

type Grant = { id: number; organisation: string; role: Role; chosen: boolean };

/** For those who may look from several organisations: which one. Shown to nobody else. */
export function GrantSwitch({ grants }: { grants: readonly Grant[] }) {
  const t = useTranslations("shell");
  if (grants.length < 2) return null;
  return (
    <form action="/sign-in/as" method="post" className={styles.grants}>
      <select name="grant" aria-label={t("seeAs")} defaultValue={grants.find(({ chosen }) => chosen)?.id}>
        {grants.map(({ id, organisation, role }) => (
          <option key={id} value={id}>
            {t("who", { organisation, role: t(`role.${role}`) })}
          </option>
        ))}
      </select>
      <button type="submit" className={styles.button}>
        {t("change")}
      </button>
    </form>
  );
}
