import { notFound, redirect } from "next/navigation";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { NotFoundError } from "@/lib/errors.ts";
import { idIn } from "@/lib/subscriptions/schema.ts";
import { signalIdOf } from "@/lib/subscriptions/why/queries.ts";

type Props = { params: Promise<{ id: string }> };

/** Why a notice was sent stands where it is told of its signal what every subscription made of it. */
export default async function NoticePage({ params }: Props) {
  const viewer = await requireViewer();
  const id = idIn((await params).id);
  if (!can(viewer.role, "subscriptions:read") || id === null) notFound();
  const signalId = await signalIdOf(viewer, id).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null;
    throw error;
  });
  if (signalId === null) notFound();
  redirect(`/subscriptions/signals/${signalId}`);
}
