import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { SubscriptionsView } from "@/components/subscriptions/subscriptions-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { localeOf } from "@/lib/i18n/locales.ts";
import { readFirstUse } from "@/lib/subscriptions/first.ts";
import { readSubscriptions } from "@/lib/subscriptions/queries.ts";
import { everything } from "./actions.ts";
import {
  addEmail,
  addFeed,
  addPush,
  addSms,
  addWebhook,
  confirmAddress,
  disableAddress,
  leaveLost,
  mendAddress,
  putBack,
  renewFeed,
  sendTrial,
} from "./address-actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("subscriptions");
  return { title: t("title") };
}

export default async function SubscriptionsPage() {
  const viewer = await requireViewer();
  if (!can(viewer.role, "subscriptions:read")) notFound();
  const [page, first] = await Promise.all([
    readSubscriptions(viewer, localeOf(await getLocale()), new Date()),
    readFirstUse(viewer),
  ]);
  const actions = can(viewer.role, "subscriptions:write")
    ? {
        everything,
        add: { email: addEmail, webhook: addWebhook, feed: addFeed, push: addPush, sms: addSms },
        ...{ confirm: confirmAddress, trial: sendTrial, renew: renewFeed, disable: disableAddress },
        ...{ mend: mendAddress, putBack, leaveLost },
      }
    : null;
  return <SubscriptionsView page={page} first={first} actions={actions} />;
}
