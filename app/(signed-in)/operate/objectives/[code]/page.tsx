import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ObjectiveView } from "@/components/objectives/objective-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { NotFoundError } from "@/lib/errors.ts";
import { readObjective } from "@/lib/status/objectives/queries.ts";
import { DEFAULT_PROMISE } from "@/lib/status/objectives/schema.ts";
import { removePromise, setPromise } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("objectives");
  return { title: t("title") };
}

export default async function ObjectivePage({ params }: { params: Promise<{ code: string }> }) {
  const viewer = await requireViewer();
  if (!can(viewer.role, "status:desk")) notFound();
  const { code } = await params;
  const page = await readObjective(viewer, code, new Date()).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null;
    throw error;
  });
  if (page === null) notFound();
  const actions = can(viewer.role, "status:operate") ? { set: setPromise, remove: removePromise } : null;
  return <ObjectiveView page={page} usual={DEFAULT_PROMISE} actions={actions} />;
}
