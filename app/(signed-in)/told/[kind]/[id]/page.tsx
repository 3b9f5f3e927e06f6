import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ToldView } from "@/components/told/told-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { readContacts } from "@/lib/contacts/queries.ts";
import { NotFoundError } from "@/lib/errors.ts";
import { forgiving } from "@/lib/ledger/filter.ts";
import { readTold } from "@/lib/notices/told/queries.ts";
import { concernedBy } from "@/lib/notices/told/rules.ts";
import { toldParams, toldQuery } from "@/lib/notices/told/schema.ts";
import { answer } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("told");
  return { title: t("crumb") };
}

type Props = {
  params: Promise<{ kind: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function ToldPage({ params, searchParams }: Props) {
  const wanted = toldParams.safeParse(await params);
  const query = forgiving(toldQuery, await searchParams);
  const viewer = await requireViewer();
  if (!wanted.success) notFound();
  const now = new Date();
  const told = await readTold(viewer, { ...wanted.data, signal: query.signal }, now).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null;
    throw error;
  });
  if (told === null) notFound();
  return (
    <ToldView
      told={told}
      query={query}
      answer={can(viewer.role, "notices:confirm") ? answer : null}
      seesUnreached={can(viewer.role, "unreached:read")}
      onCall={concernedBy(told, (await readContacts(viewer, now)).onCall)}
      atDesk={can(viewer.role, "status:desk")}
    />
  );
}
