import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { BacklogView } from "@/components/backlog/backlog-view.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";
import { NotFoundError } from "@/lib/errors.ts";
import { deliveryQuery, forgiving } from "@/lib/ledger/filter.ts";
import { readDeliveries } from "@/lib/ledger/queries.ts";
import { readBacklog } from "@/lib/status/backlog/queries.ts";
import { backlogPageQuery, backlogParams } from "@/lib/status/backlog/schema.ts";

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const t = await getTranslations("backlog");
  const { number } = await params;
  return { title: backlogParams.safeParse({ number }).success ? t("title", { number }) : t("unnamed") };
}

type Props = {
  params: Promise<{ number: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function BacklogPage({ params, searchParams }: Props) {
  const wanted = backlogParams.safeParse(await params);
  const query = forgiving(backlogPageQuery, await searchParams);
  const viewer = await requireViewer();
  if (!wanted.success) notFound();
  const now = new Date();
  const asked = { ...wanted.data, side: query.side };
  const backlog = await readBacklog(viewer, asked, now).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null;
    throw error;
  });
  if (backlog === null) notFound();
  const { number } = wanted.data;
  const letters = await readDeliveries(
    viewer,
    deliveryQuery.parse({ ...query, ...backlog.days, incident: number }),
    now,
  );
  return (
    <BacklogView
      backlog={backlog}
      query={query}
      letters={letters}
      sides={can(viewer.role, "side:choose")}
      operates={can(viewer.role, "status:operate")}
    />
  );
}
