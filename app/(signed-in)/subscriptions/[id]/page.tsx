import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { EditorView } from "@/components/subscriptions/editor-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { NotFoundError } from "@/lib/errors.ts";
import { localeOf } from "@/lib/i18n/locales.ts";
import { readEditorPage } from "@/lib/subscriptions/queries.ts";
import { idIn, triedIn } from "@/lib/subscriptions/schema.ts";
import { endSubscription, renameSubscription, saveSubscription, trial } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("subscriptions");
  return { title: t("title") };
}

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function SubscriptionPage({ params, searchParams }: Props) {
  const viewer = await requireViewer();
  const id = idIn((await params).id);
  if (!can(viewer.role, "subscriptions:read") || id === null) notFound();
  const locale = localeOf(await getLocale());
  const query = await searchParams;
  const page = await readEditorPage(viewer, id, query, locale, new Date()).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null;
    throw error;
  });
  if (page === null) notFound();
  const actions = can(viewer.role, "subscriptions:write")
    ? { save: saveSubscription, trial, rename: renameSubscription, end: endSubscription }
    : null;
  return <EditorView page={page} actions={actions} suspicions={viewer.role === "operator"} tried={triedIn(query)} />;
}
