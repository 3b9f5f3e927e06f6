import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LiveProvider } from "@/components/live/live-provider.tsx";
import { Banner } from "@/components/shell/banner.tsx";
import { Board } from "@/components/shell/board.tsx";
import { Frame } from "@/components/shell/frame.tsx";
import { GrantSwitch } from "@/components/shell/grant-switch.tsx";
import { Line } from "@/components/shell/line.tsx";
import { Mast } from "@/components/shell/mast.tsx";
import { menuItems } from "@/components/shell/menu-items.ts";
import { SignOut } from "@/components/shell/sign-out.tsx";
import { KeepDevice } from "@/components/subscriptions/adding/keep-device.tsx";
import { can } from "@/lib/access/permissions.ts";
import { requireViewer, viewerGrants } from "@/lib/access/session.ts";
import { ownsSources } from "@/lib/intake/messages/queries.ts";
import { readBoard } from "@/lib/ledger/queries.ts";
import { readStanding } from "@/lib/status/standing.ts";
import { isDemo } from "@/lib/world/mark.ts";

export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const viewer = await requireViewer();
  const now = new Date();
  const [t, demo, line, standing, grants, sources] = await Promise.all([
    getTranslations("shell"),
    isDemo(),
    readBoard(viewer, now),
    readStanding(viewer, now),
    viewerGrants(),
    ownsSources(viewer),
  ]);
  const menu = menuItems({ role: viewer.role, ownsSources: sources }).map(({ page, ...item }) => ({
    ...item,
    label: t(`pages.${page}`),
  }));
  const who = t("who", { organisation: viewer.organisationName, role: t(`role.${viewer.role}`) });
  const board = (
    <>
      <Board>
        <Mast demo={demo} menu={menu} who={who}>
          <GrantSwitch grants={grants} />
          <SignOut />
        </Mast>
        <Line initial={line} standing={standing} />
      </Board>
      <Banner initial={standing} who={can(viewer.role, "status:desk") ? null : viewer.organisationName} />
    </>
  );
  return (
    <LiveProvider of={`${viewer.personId}.${viewer.organisationId}.${viewer.role}`}>
      <Frame board={board} demo={demo}>
        {children}
      </Frame>
      <KeepDevice />
    </LiveProvider>
  );
}
