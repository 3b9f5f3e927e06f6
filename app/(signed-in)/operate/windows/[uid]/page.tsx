import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SendingPanel } from "@/components/sending/sending-panel.tsx";
import { WindowView } from "@/components/windows/window-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { NotFoundError } from "@/lib/errors.ts";
import { readSending } from "@/lib/notices/sending/queries.ts";
import { threadOf } from "@/lib/notices/thread.ts";
import { readServiceChoices, readWindow } from "@/lib/status/windows/queries.ts";
import { windowParams } from "@/lib/status/windows/schema.ts";
import { hold } from "../../actions.ts";
import { changeEnd, commandWindow, editWindow, moveWindow } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("windows");
  return { title: t("title") };
}

type Props = { params: Promise<{ uid: string }> };

export default async function WindowPage({ params }: Props) {
  const viewer = await requireViewer();
  const { data: given } = windowParams.safeParse(await params);
  if (!given || !can(viewer.role, "status:desk")) notFound();
  const now = new Date();
  const window = await readWindow(viewer, given.uid, now).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null;
    throw error;
  });
  if (window === null) notFound();
  const actions = { command: commandWindow, move: moveWindow, changeEnd, edit: editWindow };
  const may = can(viewer.role, "status:operate");
  const thread = threadOf("window", window.uid);
  const sending = await readSending(viewer, thread);
  return (
    <WindowView
      sending={<SendingPanel {...{ thread, sending }} asOf={window.asOf} hold={may ? hold : null} />}
      window={window}
      services={await readServiceChoices(viewer, now)}
      actions={may ? actions : null}
    />
  );
}
