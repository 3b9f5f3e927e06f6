import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AddressView } from "@/components/deliveries/address-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { NotFoundError } from "@/lib/errors.ts";
import { forgiving } from "@/lib/ledger/filter.ts";
import { readAddress } from "@/lib/notices/deliveries/queries.ts";
import { addressQuery } from "@/lib/notices/deliveries/schema.ts";
import { idIn } from "@/lib/subscriptions/schema.ts";
import * as actions from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("deliveries");
  return { title: t("title") };
}

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function AddressPage({ params, searchParams }: Props) {
  const viewer = await requireViewer();
  const id = idIn((await params).id);
  if (!can(viewer.role, "subscriptions:read") || id === null) notFound();
  const query = forgiving(addressQuery, await searchParams);
  const page = await readAddress(viewer, id, query, new Date()).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null;
    throw error;
  });
  if (page === null) notFound();
  return <AddressView page={page} query={query} actions={can(viewer.role, "subscriptions:write") ? actions : null} />;
}
