import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { ROLES, type Role } from "@/lib/access/viewer.ts";
import styles from "./demo-accounts.module.css";

type Account = { email: string; role: Role; organisation: string };

/** One button per demo account, grouped by what the account sees. Forms, so that they work without JavaScript. */
export function DemoAccounts({ accounts }: { accounts: readonly Account[] }) {
  const t = useTranslations("signin.signIn");
  const tRole = useTranslations("shell.role");
  const groups = ROLES.map((role) => ({ role, some: accounts.filter((account) => account.role === role) }));
  return (
    <Panel title={t("demoTitle")} aside={t("demoAside")}>
      <p className="sub">{t("demoText")}</p>
      {groups.map(({ role, some }) =>
        some.length === 0 ? null : (
          <div key={role} className={styles.group}>
            <h3>
              {t(`role.${role}.title`)} <span className={styles.sees}>{t(`role.${role}.sees`)}</span>
            </h3>
            <ul className={styles.accounts}>
              {some.map(({ email, organisation }) => (
                <li key={email}>
                  <form action="/sign-in/demo" method="post">
                    <input type="hidden" name="email" value={email} />
                    <Button type="submit" aria-label={t("as", { organisation, role: tRole(role) })}>
                      {organisation}
                    </Button>
                  </form>
                </li>
              ))}
            </ul>
          </div>
        ),
      )}
    </Panel>
  );
}
