import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { WhyView } from "@/components/subscriptions/why-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { NotFoundError } from "@/lib/errors.ts";
import { localeOf } from "@/lib/i18n/locales.ts";
import { idIn } from "@/lib/subscriptions/schema.ts";
import { readWhy } from "@/lib/subscriptions/why/queries.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("subscriptions.why");
  return { title: t("title") };
}

type Props = { params: Promise<{ id: string }> };

/** Why the reader's subscriptions sent something that was said, or did not. */
export default async function SignalPage({ params }: Props) {
  const viewer = await requireViewer();
  const id = idIn((await params).id);
  if (!can(viewer.role, "subscriptions:read") || id === null) notFound();
  const page = await readWhy(viewer, id, localeOf(await getLocale()), new Date()).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null;
    throw error;
  });
  if (page === null) notFound();
  return <WhyView page={page} />;
}
