import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { RunbooksView } from "@/components/desk/runbooks-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { listRunbooks } from "@/lib/status/runbooks/queries.ts";
import { create } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk.runbooks");
  return { title: t("title") };
}

export default async function RunbooksPage() {
  const viewer = await requireViewer();
  if (!can(viewer.role, "status:desk")) notFound();
  const runbooks = await listRunbooks(viewer);
  const action = can(viewer.role, "status:operate") ? create : null;
  return <RunbooksView runbooks={runbooks} asOf={new Date().toISOString()} action={action} />;
}
