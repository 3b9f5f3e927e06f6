import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { WindowsView } from "@/components/windows/windows-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { readWindows } from "@/lib/status/windows/queries.ts";
import { commandWindow } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("windows");
  return { title: t("title") };
}

export default async function WindowsPage() {
  const viewer = await requireViewer();
  if (!can(viewer.role, "status:desk")) notFound();
  const action = can(viewer.role, "status:operate") ? commandWindow : null;
  return <WindowsView page={await readWindows(viewer, new Date())} action={action} />;
}
