import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ServiceView } from "@/components/services/service-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { NotFoundError } from "@/lib/errors.ts";
import { readService } from "@/lib/status/services/queries.ts";
import { setService } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk.services");
  return { title: t("title") };
}

export default async function ServicePage({ params }: { params: Promise<{ code: string }> }) {
  const viewer = await requireViewer();
  if (!can(viewer.role, "status:desk")) notFound();
  const { code } = await params;
  const page = await readService(viewer, code, new Date()).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null;
    throw error;
  });
  if (page === null) notFound();
  const action = can(viewer.role, "status:operate") ? setService : null;
  return <ServiceView page={page} action={action} />;
}
