import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { ContactsView } from "@/components/contacts/contacts-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { readContacts } from "@/lib/contacts/queries.ts";
import { forgiving } from "@/lib/ledger/filter.ts";
import * as actions from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("contacts");
  return { title: t("title") };
}

const imported = z.object({ rows: z.coerce.number().int().nonnegative().max(100_000).optional() });

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ContactsPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  if (!can(viewer.role, "contacts:read")) notFound();
  return (
    <ContactsView
      page={await readContacts(viewer, new Date())}
      imported={forgiving(imported, await searchParams).rows}
      actions={can(viewer.role, "contacts:write") ? actions : null}
      seesUnreached={can(viewer.role, "unreached:read")}
    />
  );
}
