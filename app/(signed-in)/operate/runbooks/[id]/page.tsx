import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { RunbookView } from "@/components/desk/runbooks-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { NotFoundError } from "@/lib/errors.ts";
import { readRunbook } from "@/lib/status/runbooks/queries.ts";
import { revise } from "../actions.ts";

const address = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk.runbook");
  return { title: t("title") };
}

export default async function RunbookPage({ params }: { params: Promise<{ id: string }> }) {
  const viewer = await requireViewer();
  const wanted = address.safeParse(await params);
  if (!wanted.success || !can(viewer.role, "status:desk")) notFound();
  const runbook = await readRunbook(viewer, wanted.data.id).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null;
    throw error;
  });
  if (runbook === null) notFound();
  const action = can(viewer.role, "status:operate") ? revise : null;
  return <RunbookView runbook={runbook} asOf={new Date().toISOString()} action={action} />;
}
