import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { DeskView } from "@/components/desk/desk-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { readBraked } from "@/lib/notices/sending/queries.ts";
import { readDesk } from "@/lib/status/incidents/queries.ts";
import { listReporters } from "@/lib/status/reports/queries.ts";
import * as actions from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk");
  return { title: t("title") };
}

export default async function DeskPage() {
  const viewer = await requireViewer();
  if (!can(viewer.role, "status:desk")) notFound();
  const now = new Date();
  const [desk, reporters] = await Promise.all([readDesk(viewer, now), listReporters(viewer)]);
  const braked = await readBraked(viewer, null, now);
  const may = can(viewer.role, "status:operate") ? actions : null;
  return <DeskView {...{ desk, braked, reporters }} actions={may} />;
}
