import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { EditorView } from "@/components/subscriptions/editor-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { localeOf } from "@/lib/i18n/locales.ts";
import { readEditorPage } from "@/lib/subscriptions/queries.ts";
import { triedIn } from "@/lib/subscriptions/schema.ts";
import { createSubscription, endSubscription, renameSubscription, trial } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("subscriptions");
  return { title: t("newTitle") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function NewSubscriptionPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  if (!can(viewer.role, "subscriptions:write")) notFound();
  const query = await searchParams;
  const page = await readEditorPage(viewer, null, query, localeOf(await getLocale()), new Date());
  const actions = { save: createSubscription, trial, rename: renameSubscription, end: endSubscription };
  return <EditorView page={page} actions={actions} suspicions={viewer.role === "operator"} tried={triedIn(query)} />;
}
