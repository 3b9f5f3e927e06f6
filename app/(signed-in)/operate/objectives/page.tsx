import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ObjectivesView } from "@/components/objectives/objectives-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { readObjectives } from "@/lib/status/objectives/queries.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("objectives");
  return { title: t("title") };
}

export default async function ObjectivesPage() {
  const viewer = await requireViewer();
  if (!can(viewer.role, "status:desk")) notFound();
  return (
    <ObjectivesView page={await readObjectives(viewer, new Date())} mayChange={can(viewer.role, "status:operate")} />
  );
}
