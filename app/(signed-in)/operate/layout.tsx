import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { DeskNav } from "@/components/desk/desk-nav.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer } from "@/lib/access/session.ts";

const PAGES = {
  "/operate": "desk",
  "/operate/windows": "windows",
  "/operate/objectives": "objectives",
  "/operate/services": "services",
  "/operate/runbooks": "runbooks",
  "/operate/settings": "settings",
  "/contacts/unreached": "unreached",
};

/** The desk is the operator's to work at and the auditor's to read; for everybody else there is no such place. */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  const viewer = await requireViewer();
  if (!can(viewer.role, "status:desk")) notFound();
  const t = await getTranslations("desk.pages");
  const pages = Object.entries(PAGES).map(([href, name]) => ({ href, label: t(name) }));
  return (
    <>
      <DeskNav label={t("label")} pages={pages} />
      {children}
    </>
  );
}
