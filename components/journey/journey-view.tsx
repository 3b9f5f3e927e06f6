import { useTranslations } from "next-intl";
import { Timetable } from "@/components/charts/timetable.tsx";
import type { Delivery } from "@/components/charts/timetable-shapes.ts";
import { LiveStatus } from "@/components/live/live-status.tsx";
import { RefreshOnChange } from "@/components/live/refresh-on-change.tsx";
import { Crumbs, PageHead } from "@/components/ui/head.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { Journey } from "@/lib/ledger/shapes.ts";
import { Flags } from "./flags.tsx";
import { Hops } from "./hops.tsx";
import { Identification } from "./identification.tsx";
import styles from "./journey.module.css";
import { JourneyFacts } from "./journey-facts.tsx";
import { leadOf, letterLead, mainDelivery } from "./lead-rules.ts";
import { LeadText, usePlainLead } from "./lead-text.tsx";
import { useNames } from "./names.ts";
import { ReceiptsPanel } from "./receipts-panel.tsx";
import { RecipientsTable } from "./recipients-table.tsx";

/** A letter's whole journey: what became of it, over which stations, and what every source said. */
export function JourneyView({ journey }: { journey: Journey }) {
  const t = useTranslations("journey");
  const shell = useTranslations("shell.pages");
  const names = useNames();
  const main = mainDelivery(journey.deliveries);
  const type = names.type(journey.type);
  const title =
    journey.deliveries.length > 1
      ? t("titleMany", { type, count: journey.deliveries.length })
      : t("title", { type, recipient: main === null ? t("recipientUnknown") : names.recipient(main) });
  const letter = journey.letterId === null ? t("letterPlain") : t("letter", { id: names.shortId(journey.letterId) });
  const open = journey.deliveries.length === 1 && main !== null && main.installationId !== null ? main : null;
  return (
    <>
      <RefreshOnChange name={`journey ${journey.letter}`} />
      <Crumbs
        trail={[
          { label: shell("messages"), href: "/messages" },
          ...(open === null ? [] : [{ label: names.recipient(open), href: `/receipts/${open.installationId}` }]),
          { label: letter },
        ]}
      />
      <PageHead
        title={title}
        lead={<LeadText lead={letterLead(journey)} when={journey} />}
        aside={<LiveStatus asOf={journey.asOf} />}
      />
      {main === null ? null : <JourneyFacts journey={journey} delivery={main} />}
      <Flags journey={journey} />
      <div className={styles.panels}>
        {journey.deliveries.length > 1 ? <RecipientsTable journey={journey} /> : null}
        {journey.deliveries.map((delivery) => (
          <TimetablePanel key={delivery.id} journey={journey} delivery={delivery} />
        ))}
      </div>
      <div className="cols" data-cols="main">
        <Hops journey={journey} />
        <div className={styles.panels}>
          <ReceiptsPanel journey={journey} />
          <Identification journey={journey} />
        </div>
      </div>
    </>
  );
}

function TimetablePanel({ journey, delivery }: { journey: Journey; delivery: Delivery }) {
  const t = useTranslations("journey.timetable");
  const format = useFormat();
  const names = useNames();
  const say = usePlainLead(journey);
  const title = journey.deliveries.length > 1 ? t("titleFor", { recipient: names.recipient(delivery) }) : t("title");
  const empty = journey.steps.length === 0;
  return (
    <Panel title={title} aside={empty ? undefined : t("note", { date: format.date(delivery.sentAt, journey.asOf) })}>
      {empty ? (
        <p className="quiet">{t(journey.sealedAt === null ? "empty" : "sealedEmpty")}</p>
      ) : (
        <Timetable title={title} journey={journey} delivery={delivery} finding={say(leadOf(journey, delivery))} />
      )}
    </Panel>
  );
}
