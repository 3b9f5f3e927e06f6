import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { NewSeries } from "@/components/windows/series-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { readServiceChoices } from "@/lib/status/windows/queries.ts";
import { danishDay } from "@/lib/time/danish.ts";
import { planSeries } from "../../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("windows.series");
  return { title: t("new") };
}

export default async function NewSeriesPage() {
  const viewer = await requireViewer();
  if (!can(viewer.role, "status:operate")) notFound();
  const now = new Date();
  const services = await readServiceChoices(viewer, now);
  return <NewSeries today={danishDay(now.getTime())} services={services} action={planSeries} />;
}
