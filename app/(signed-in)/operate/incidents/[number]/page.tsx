import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { incidentHref } from "@/components/desk/address.ts";
import { CheckStep } from "@/components/desk/check-step.tsx";
import { AudiencePanel, NothingYet, PreviewsPanel } from "@/components/desk/goes-out.tsx";
import { IncidentView } from "@/components/desk/incident-view.tsx";
import { WriteForm } from "@/components/desk/write-form.tsx";
import { SendingPanel } from "@/components/sending/sending-panel.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import type { Viewer } from "@/lib/access/viewer.ts";
import { NotFoundError } from "@/lib/errors.ts";
import { readBraked, readSending } from "@/lib/notices/sending/queries.ts";
import { threadOf } from "@/lib/notices/thread.ts";
import { readDesk, readIncident, readPreview, readWithdrawal } from "@/lib/status/incidents/queries.ts";
import type { IncidentDesk } from "@/lib/status/incidents/shapes.ts";
import { TEMPLATES } from "@/lib/status/incidents/templates.ts";
import { decide, dismiss, hold, merge } from "../../actions.ts";
import * as actions from "./actions.ts";

const search = z.object({
  step: z.enum(["write", "check"]).catch("write"),
  writer: z.coerce.number().int().positive().optional().catch(undefined),
});

type Props = {
  params: Promise<{ number: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).number };
}

const all = { ...actions, decide, dismiss, merge };

export default async function IncidentPage({ params, searchParams }: Props) {
  const viewer = await requireViewer();
  if (!can(viewer.role, "status:desk")) notFound();
  const now = new Date();
  const incident = await readIncident(viewer, (await params).number, now).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null;
    throw error;
  });
  if (incident === null) notFound();
  const may = can(viewer.role, "status:operate");
  const asOf = now.toISOString();
  const writing = may && incident.mergedInto === null && !incident.dismissed;
  const { step, goesOut } = writing
    ? await stepOf(viewer, incident, search.parse(await searchParams), now)
    : { step: null, goesOut: null };
  const thread = threadOf("incident", incident.number);
  const [sending, braked] = await Promise.all([readSending(viewer, thread), readBraked(viewer, thread, now)]);
  const withdrawal = await readWithdrawal(viewer, incident.id, now);
  const given = { incident, asOf, braked, actions: may ? all : null };
  const beside = (
    <>
      {goesOut}
      <SendingPanel {...{ thread, sending, asOf }} hold={may ? hold : null} />
    </>
  );
  return <IncidentView {...given} step={step} goesOut={beside} withdrawal={withdrawal} />;
}

/** The step one stands at. A check of what nobody has written is the writing of it. */
async function stepOf(viewer: Viewer, incident: IncidentDesk, wanted: z.output<typeof search>, now: Date) {
  const asOf = now.toISOString();
  const own = wanted.writer === undefined || wanted.writer === viewer.personId;
  const draft = own ? incident.mine : incident.others.find(({ personId }) => personId === wanted.writer);
  const preview = draft ? await readPreview(viewer, { incidentId: incident.id, writerId: draft.personId }, now) : null;
  if (wanted.step === "check") {
    if (!draft || !preview || (!own && draft.submittedAt === null)) redirect(incidentHref(incident.number));
    const check = { incident, draft, own, preview, asOf, actions };
    return {
      step: (
        <>
          <CheckStep {...check} />
          <PreviewsPanel preview={preview} trouble={draft.content.trouble} />
        </>
      ),
      goesOut: <AudiencePanel preview={preview} />,
    };
  }
  const { services } = await readDesk(viewer, now);
  const templates = TEMPLATES.filter(({ phase }) => incident.nextPhases.includes(phase)).map(
    ({ code, phase, name }) => ({ code, phase, name }),
  );
  return {
    step: <WriteForm {...{ incident, services, templates, asOf, actions }} />,
    goesOut:
      preview && incident.mine ? (
        <>
          <AudiencePanel preview={preview} />
          <PreviewsPanel preview={preview} trouble={incident.mine.content.trouble} />
        </>
      ) : (
        <NothingYet />
      ),
  };
}
