import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ToldView } from "@/components/told/told-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { NotFoundError } from "@/lib/errors.ts";
import { forgiving } from "@/lib/ledger/filter.ts";
import { readTold } from "@/lib/notices/told/queries.ts";
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
  const told = await readTold(viewer, { ...wanted.data, signal: query.signal }, new Date()).catch((error: unknown) => {
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
      atDesk={can(viewer.role, "status:desk")}
    />
  );
}
