import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SettingsView } from "@/components/desk/settings-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { readBrake } from "@/lib/notices/sending/queries.ts";
import { readDesk } from "@/lib/status/incidents/queries.ts";
import { approval, brake, publicLine } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk.settings");
  return { title: t("title") };
}

export default async function SettingsPage() {
  const viewer = await requireViewer();
  if (!can(viewer.role, "status:desk")) notFound();
  const settings = { ...(await readDesk(viewer, new Date())), brake: await readBrake(viewer) };
  const actions = can(viewer.role, "status:operate") ? { approval, publicLine, brake } : null;
  return <SettingsView settings={settings} actions={actions} />;
}
