import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { JourneyView } from "@/components/journey/journey-view.tsx";
import { requireViewer } from "@/lib/access/session.ts";
import { NotFoundError } from "@/lib/errors.ts";
import { readJourney } from "@/lib/ledger/queries.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("journey");
  return { title: t("letterPlain") };
}

export default async function JourneyPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const viewer = await requireViewer();
  const journey = await readJourney(viewer, id, new Date()).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null;
    throw error;
  });
  if (journey === null) notFound();
  return <JourneyView journey={journey} />;
}
