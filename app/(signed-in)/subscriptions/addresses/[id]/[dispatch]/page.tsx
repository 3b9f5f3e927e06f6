import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { DeliveryView } from "@/components/deliveries/delivery-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { NotFoundError } from "@/lib/errors.ts";
import { readDelivery } from "@/lib/notices/deliveries/queries.ts";
import { deliveryParams } from "@/lib/notices/deliveries/schema.ts";
import { replay } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("deliveries");
  return { title: t("one") };
}

export default async function DeliveryPage({ params }: { params: Promise<{ id: string; dispatch: string }> }) {
  const viewer = await requireViewer();
  const asked = deliveryParams.safeParse(await params);
  if (!can(viewer.role, "subscriptions:read") || !asked.success) notFound();
  const page = await readDelivery(viewer, asked.data, new Date()).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null;
    throw error;
  });
  if (page === null) notFound();
  return <DeliveryView page={page} replay={can(viewer.role, "subscriptions:write") ? replay : null} />;
}
