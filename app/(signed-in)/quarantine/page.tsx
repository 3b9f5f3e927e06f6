import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { QuarantineView } from "@/components/quarantine/quarantine-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { readQuarantine } from "@/lib/intake/messages/queries.ts";
import { quarantineQuery } from "@/lib/intake/messages/shapes.ts";
import { forgiving } from "@/lib/ledger/filter.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("quarantine");
  return { title: t("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function QuarantinePage({ searchParams }: Props) {
  const viewer = await requireViewer();
  if (!can(viewer.role, "quarantine:read")) notFound();
  const query = forgiving(quarantineQuery, await searchParams);
  return <QuarantineView query={query} page={await readQuarantine(viewer, query, new Date())} />;
}
