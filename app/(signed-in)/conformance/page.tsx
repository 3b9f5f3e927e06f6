import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConformanceView } from "@/components/conformance/conformance-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { readConformance } from "@/lib/intake/messages/queries.ts";
import { conformanceQuery } from "@/lib/intake/messages/shapes.ts";
import { forgiving } from "@/lib/ledger/filter.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("conformance");
  return { title: t("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ConformancePage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const query = forgiving(conformanceQuery, await searchParams);
  const page = await readConformance(viewer, query, new Date());
  return <ConformanceView query={query} page={page} quarantine={can(viewer.role, "quarantine:read")} />;
}
