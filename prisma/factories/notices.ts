import { prisma } from "../../lib/db/prisma.ts";
import type { Outgoing } from "../../lib/notices/channels/channel.ts";
import type { NewSignal } from "../../lib/notices/signal.ts";
import {
  type Channel,
  EVERYTHING_MINE,
  type Filter,
  SIGNAL_KINDS,
  type Signal,
} from "../../lib/subscriptions/shapes.ts";
import { unique } from "./directory.ts";

/** Small worlds of subscriptions for tests: valid by default, unusual by argument. On the database of `prisma()`. */
export const SUBSCRIBED = new Date("2026-11-01T08:00:00Z");
export const EVERYTHING: Filter = { ...EVERYTHING_MINE, mine: false, kinds: [...SIGNAL_KINDS], missing: null };

/** A confirmed address. */
export const createEndpoint = (
  organisation: { id: number } | null,
  unusual: { channel?: Channel; address?: string; label?: string; secret?: string; confirmedAt?: Date | null } = {},
): Promise<{ id: number; address: string }> =>
  prisma().endpoint.create({
    data: {
      organisationId: organisation?.id ?? null,
      channel: unusual.channel ?? "email",
      label: unusual.label ?? "Vagtcentralen",
      address: unusual.address ?? `${unique("vagt")}@example.org`,
      secret: unusual.secret ?? null,
      createdAt: SUBSCRIBED,
      confirmedAt: unusual.confirmedAt === undefined ? SUBSCRIBED : unusual.confirmedAt,
    },
    select: { id: true, address: true },
  });

type Calm = Partial<{
  quietFrom: string;
  quietTo: string;
  criticalPasses: boolean;
  digestAt: string;
  intervalMinutes: number;
  capPerHour: number;
  confirmMinutes: number;
}>;
/** A subscription to everything, to the addresses given. */
export const createSubscription = (
  organisation: { id: number } | null,
  endpoints: readonly { id: number; second?: boolean }[],
  unusual: { filter?: Partial<Filter>; calm?: Calm; name?: string; endedAt?: Date } = {},
): Promise<{ id: number }> =>
  prisma().subscription.create({
    data: {
      organisationId: organisation?.id ?? null,
      name: unusual.name ?? unique("Abonnement "),
      createdAt: SUBSCRIBED,
      endedAt: unusual.endedAt ?? null,
      ...unusual.calm,
      filters: { create: { validFrom: SUBSCRIBED, filter: { ...EVERYTHING, ...unusual.filter } } },
      endpoints: { create: endpoints.map(({ id, second = false }) => ({ endpointId: id, second })) },
    },
    select: { id: true },
  });

/** A new trouble of an incident, as yet without anybody hit. */
export const aSignal = (unusual: Partial<NewSignal> = {}): NewSignal => ({
  ...{ kind: "incident", moment: "opened", thread: "incident:2026-118", alsoOf: [] },
  ...{ incidentId: null, updateNr: null, windowId: null, severity: "major", trouble: "partial", services: [] },
  ...{ installations: [], municipalities: [], regions: [], vendors: [] },
  ...{ shownMunicipalities: [], shownRegions: [], messages: null, subscriptionId: null },
  title: { da: "Forsinkelse i Beskedfordeler", en: "Delay in the distributor" },
  text: { da: "Vi undersøger årsagen.", en: "We are looking into it." },
  ...unusual,
});

/** The opening of an incident on its way to the address given. */
export const anOutgoing = (
  { channel, address, secret = null }: { channel: Channel; address: string; secret?: string | null },
  signal: Partial<Signal> = {},
  unusual: Partial<Outgoing> = {},
): Outgoing => {
  const { kind, moment, thread, severity, trouble, title, text } = aSignal();
  const dispatchId = "11111111-1111-8111-8111-111111111111";
  const nobody = { installations: [], municipalities: [], regions: [], vendors: [], messages: null };
  return {
    ...{ dispatchId, openedBy: dispatchId, thread, alsoTold: null, confirm: null, attempt: 1 },
    endpoint: { id: 7, channel, address, secret, label: "Vagtcentralen", locale: "da" },
    signals: [
      {
        ...{ id: 1, at: "2026-11-24T05:22:00Z", kind, moment, thread, severity, trouble, title, text, ...nobody },
        ...{ services: ["distributor"], stations: [], types: [], subscriptionId: null, ...signal },
      },
    ],
    reasons: [{ subscription: { id: 9, name: "Alt om Aalborg" }, because: [{ axis: "mine", value: "101" }] }],
    ...{ at: "2026-11-24T05:22:04Z", ...unusual },
  };
};
