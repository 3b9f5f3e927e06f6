import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PageHead } from "@/components/ui/head.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { toldParams } from "@/lib/notices/told/schema.ts";
import { firstSaid } from "@/lib/subscriptions/why/queries.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("subscriptions.why");
  return { title: t("title") };
}

type Props = { params: Promise<{ kind: string; id: string }> };

/** Why the reader was told of something, or was not, begins with the first that was said of it. */
export default async function WhyPage({ params }: Props) {
  const viewer = await requireViewer();
  const wanted = toldParams.safeParse(await params);
  if (!can(viewer.role, "subscriptions:read") || !wanted.success) notFound();
  const first = await firstSaid(viewer, wanted.data.thread);
  if (first !== null) redirect(`/subscriptions/signals/${first}`);
  const t = await getTranslations("subscriptions.why.nothing");
  return <PageHead title={t("title")} lead={t("lead")} />;
}
