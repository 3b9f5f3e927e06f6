import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { UnreachedView } from "@/components/unreached/unreached-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { env } from "@/lib/env.ts";
import { readUnreached } from "@/lib/notices/unreached/queries.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("told.unreached");
  return { title: t("title") };
}

export default async function UnreachedPage() {
  const viewer = await requireViewer();
  if (!can(viewer.role, "unreached:read")) notFound();
  const { PUBLIC_URL, PORT } = env();
  const origin = PUBLIC_URL ?? `http://127.0.0.1:${PORT}`;
  return <UnreachedView unreached={await readUnreached(viewer, new Date())} origin={origin} />;
}
