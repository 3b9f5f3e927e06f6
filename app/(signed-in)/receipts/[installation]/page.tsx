import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { InstallationView } from "@/components/installation/installation-view.tsx";
import { requireViewer } from "@/lib/access/session.ts";
import { NotFoundError } from "@/lib/errors.ts";
import { PERIODS } from "@/lib/ledger/filter.ts";
import { readInstallation } from "@/lib/ledger/queries.ts";

const address = z.object({ installation: z.coerce.number().int().positive().max(2_147_483_647) });
/** A trend of one day says little about a system; a week is where one looks first. */
const search = z.object({ period: z.enum(PERIODS).catch("7d") });

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("installation");
  return { title: t("unnamed") };
}

type Props = {
  params: Promise<{ installation: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function InstallationPage({ params, searchParams }: Props) {
  const wanted = address.safeParse(await params);
  const { period } = search.parse(await searchParams);
  const viewer = await requireViewer();
  if (!wanted.success) notFound();
  const page = await readInstallation(viewer, wanted.data.installation, { period }, new Date()).catch(
    (error: unknown) => {
      if (error instanceof NotFoundError) return null;
      throw error;
    },
  );
  if (page === null) notFound();
  return <InstallationView page={page} period={period} />;
}
