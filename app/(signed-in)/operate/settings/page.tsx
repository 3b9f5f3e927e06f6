import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SettingsView } from "@/components/desk/settings-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { readBrake, readBrakeMinutes } from "@/lib/notices/sending/queries.ts";
import { readDesk } from "@/lib/status/incidents/queries.ts";
import { approval, brake, minutes, publicLine } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk.settings");
  return { title: t("title") };
}

export default async function SettingsPage() {
  const viewer = await requireViewer();
  if (!can(viewer.role, "status:desk")) notFound();
  const desk = await readDesk(viewer, new Date());
  const settings = { ...desk, brake: await readBrake(viewer), minutes: await readBrakeMinutes(viewer) };
  const actions = can(viewer.role, "status:operate") ? { approval, publicLine, brake, minutes } : null;
  return <SettingsView settings={settings} actions={actions} />;
}
