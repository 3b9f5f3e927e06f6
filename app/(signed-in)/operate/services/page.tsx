import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ServicesView } from "@/components/services/services-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { readServices } from "@/lib/status/services/queries.ts";
import { createService } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk.services");
  return { title: t("title") };
}

export default async function ServicesPage() {
  const viewer = await requireViewer();
  if (!can(viewer.role, "status:desk")) notFound();
  const action = can(viewer.role, "status:operate") ? createService : null;
  return <ServicesView page={await readServices(viewer, new Date())} action={action} />;
}
