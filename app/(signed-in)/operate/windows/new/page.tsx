import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { NewWindow } from "@/components/windows/new-window.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { readPlan, readServiceChoices } from "@/lib/status/windows/queries.ts";
import { planQuery } from "@/lib/status/windows/schema.ts";
import { planWindow } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("windows.new");
  return { title: t("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function NewWindowPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  if (!can(viewer.role, "status:operate")) notFound();
  const query = planQuery.parse(await searchParams);
  const now = new Date();
  const [services, plan] = await Promise.all([readServiceChoices(viewer, now), readPlan(viewer, query, now)]);
  return <NewWindow query={query} services={services} plan={plan} action={planWindow} />;
}
