import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PublicPage } from "@/components/shell/public-page.tsx";
import { DemoAccounts } from "@/components/signin/demo-accounts.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { PageHead } from "@/components/ui/head.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { demoAccounts } from "@/lib/access/demo.ts";
import { oidcName } from "@/lib/access/oidc.ts";
import { isDemo } from "@/lib/world/mark.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("signin.signIn");
  return { title: t("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Props) {
  const [t, demo, accounts, raw] = await Promise.all([
    getTranslations("signin.signIn"),
    isDemo(),
    demoAccounts(),
    searchParams,
  ]);
  const provider = oidcName();
  return (
    <PublicPage demo={demo} signIn={false}>
      <PageHead title={t("title")} lead={t("lead")} />
      <div className="stack">
        {raw["error"] === undefined ? null : (
          <Callout severity="minor">
            <p role="alert">{t("failed")}</p>
          </Callout>
        )}
        {provider === null ? null : (
          <form action="/sign-in/oidc" method="post">
            <Button kind="go" type="submit">
              {t("with", { name: provider })}
            </Button>
          </form>
        )}
        {accounts.length === 0 ? null : <DemoAccounts accounts={accounts} />}
        {provider === null && accounts.length === 0 ? <Empty>{t("none")}</Empty> : null}
      </div>
    </PublicPage>
  );
}
