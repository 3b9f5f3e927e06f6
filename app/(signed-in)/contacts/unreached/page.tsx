import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { UnreachedView } from "@/components/unreached/unreached-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { publicOrigin } from "@/lib/env.ts";
import { readUnreached } from "@/lib/notices/unreached/queries.ts";
import { sendInvitation } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("told.unreached");
  return { title: t("title") };
}

export default async function UnreachedPage() {
  const viewer = await requireViewer();
  if (!can(viewer.role, "unreached:read")) notFound();
  return (
    <UnreachedView
      unreached={await readUnreached(viewer, new Date())}
      origin={publicOrigin()}
      by={viewer.organisationName}
      invite={can(viewer.role, "unreached:invite") ? sendInvitation : null}
    />
  );
}
