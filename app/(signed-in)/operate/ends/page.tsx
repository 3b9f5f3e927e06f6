import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { DismissalEndsView, MergeEndsView } from "@/components/desk/ends-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import type { Viewer } from "@/lib/access/viewer.ts";
import { NotFoundError } from "@/lib/errors.ts";
import { readDismissalEnds, readMergeEnds } from "@/lib/status/incidents/ends.ts";
import { DISMISSALS } from "@/lib/status/incidents/schema.ts";
import { dismiss, merge } from "../actions.ts";

const id = z.coerce.number().int().positive().max(2_147_483_647);
const one = z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(id).min(1).max(20));
const search = z.union([
  z.object({ into: id, from: one }),
  z.object({ dismiss: id, reason: z.enum(DISMISSALS).catch("false_alarm") }),
]);

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk.ends");
  return { title: t("whom") };
}

export default async function EndsPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const asked = search.safeParse(await searchParams);
  if (!can(viewer.role, "status:operate") || !asked.success) notFound();
  const page = await pageOf(viewer, asked.data, new Date()).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null;
    throw error;
  });
  return page ?? notFound();
}

async function pageOf(viewer: Viewer, asked: z.output<typeof search>, now: Date) {
  if ("into" in asked) {
    const ends = await readMergeEnds(viewer, { intoId: asked.into, fromIds: asked.from }, now);
    return <MergeEndsView ends={ends} action={merge} />;
  }
  const ends = await readDismissalEnds(viewer, asked.dismiss, now);
  return <DismissalEndsView ends={ends} reason={asked.reason} action={dismiss} />;
}
