import { useLocale, useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button.tsx";
import type { AskedContact } from "@/lib/contacts/reminders/review.ts";
import { hoursText } from "@/lib/contacts/rules.ts";
import { localeOf } from "@/lib/i18n/locales.ts";

/** The contacts that are to be looked at, as they stand on the list. */
export function AskedContacts({ contacts }: { contacts: readonly AskedContact[] }) {
  const t = useTranslations("notices.link");
  const locale = localeOf(useLocale());
  return (
    <>
      <ul>
        {contacts.map(({ id, function: named, phone, email, hours, list }) => (
          <li key={id}>
            <b>{named}</b>: {[phone, email].filter((one) => one !== null).join(", ")}, {hoursText(hours, locale)} (
            {list})
          </li>
        ))}
      </ul>
      <p>{t("mend")}</p>
    </>
  );
}

/** The way on for whoever has an account. */
export function WithAccount({ deed }: { deed: "review" | "invitation" }) {
  const t = useTranslations("notices.link");
  return (
    <>
      {deed === "invitation" ? <p>{t("account")}</p> : null}
      <p>
        <ButtonLink href={deed === "invitation" ? "/subscriptions" : "/contacts"} prefetch={false}>
          {t("signIn")}
        </ButtonLink>
      </p>
    </>
  );
}
