import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SendingPanel } from "@/components/sending/sending-panel.tsx";
import { SeriesView } from "@/components/windows/series-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { NotFoundError } from "@/lib/errors.ts";
import { readSending } from "@/lib/notices/sending/queries.ts";
import { threadOf } from "@/lib/notices/thread.ts";
import { readSeries, readServiceChoices } from "@/lib/status/windows/queries.ts";
import { seriesParams } from "@/lib/status/windows/schema.ts";
import { hold } from "../../../actions.ts";
import { announceSeries, changeSeries, commandWindow } from "../../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("windows.series");
  return { title: t("title") };
}

type Props = { params: Promise<{ id: string }> };

export default async function SeriesPage({ params }: Props) {
  const viewer = await requireViewer();
  const { data: given } = seriesParams.safeParse(await params);
  if (!given || !can(viewer.role, "status:desk")) notFound();
  const now = new Date();
  const series = await readSeries(viewer, given.id, now).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null;
    throw error;
  });
  if (series === null) notFound();
  const actions = { command: commandWindow, change: changeSeries, announce: announceSeries };
  const may = can(viewer.role, "status:operate");
  const thread = threadOf("series", series.id);
  const sending = await readSending(viewer, thread);
  return (
    <SeriesView
      sending={<SendingPanel {...{ thread, sending }} asOf={series.asOf} hold={may ? hold : null} />}
      series={series}
      services={await readServiceChoices(viewer, now)}
      actions={may ? actions : null}
    />
  );
}
