import { authorise, can } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { NotFoundError } from "../../errors.ts";
import type { Locale } from "../../i18n/locales.ts";
import { readThread } from "../../notices/thread.ts";
import { type Ask, asking, askingAsOwner } from "../../status/ask.ts";
import { around, asked, draftOfRow, ownerOf, reachable } from "../around.ts";
import { factsOf } from "../facts.ts";
import { type StoredSubscription, saidByIds, signalOfNotice, subscriptionRows } from "../read-sql.ts";
import { hits, matchOf } from "../rules.ts";
import { addressOf, type Draft, firstDraft } from "../schema.ts";
import { sentenceOf } from "../sentence.ts";
import type { Owner, SignalFacts } from "../shapes.ts";
import { including } from "../widen.ts";
import { verdictOf } from "./rules.ts";
import type { WhyPage } from "./shapes.ts";
import { addressesOfSignal, noticesOfSignal, openBefore, tellingsOf } from "./sql.ts";

const DAYS = 90;

/**
 * Of anything that was said, why each subscription of the reader sent it or did not: by the filter in force then, and by what
 * each address was. Throws NotFoundError.
 */
export function readWhy(viewer: Viewer, signalId: number, locale: Locale, now: Date): Promise<WhyPage> {
  authorise(viewer, "subscriptions:read");
  return asViewer(viewer, "received", async (tx) => {
    const ask = asking(tx);
    const { organisationId } = viewer;
    const [signal] = await saidByIds(ask, organisationId, [signalId]);
    const facts = await factsOf(askingAsOwner, signalId);
    if (!signal || !facts) throw new NotFoundError("No such signal");
    const at = new Date(facts.at);
    const { names, endpoints } = await around(ask, viewer, at);
    const owner = await ownerOf(viewer, at);
    const notices = await noticesOfSignal(ask, organisationId, signalId);
    const addresses = await addressesOfSignal(ask, organisationId, signalId);
    const open = await openBefore(ask, organisationId, [facts.thread, ...(facts.alsoOf ?? [])], signalId);
    const rows = await subscriptionRows(ask, organisationId, null, at);
    const present = can(viewer.role, "subscriptions:write") ? await inForce(ask, viewer, now) : null;
    const known = facts.installations.length + facts.municipalities.length > 0;
    return {
      of: readThread(facts.thread),
      tellings: await tellingsOf(ask, organisationId, facts.thread),
      signal,
      facts: {
        severity: facts.severity,
        services: facts.services.flatMap((code) => names.services[code] ?? []),
        hit: known ? hits(facts, owner) : null,
      },
      verdicts: rows.map((row) => {
        const verdict = verdictOf(row, facts, owner, {
          notice: notices.find(({ subscriptionId }) => subscriptionId === row.id) ?? null,
          addresses: addresses.filter(({ subscriptionId }) => subscriptionId === row.id),
          open: open.includes(row.id),
        });
        const later = verdict.outcome === "told" ? undefined : present?.find(({ id }) => id === row.id);
        return {
          ...{ id: row.id, name: row.name, verdict },
          sentence: asked(sentenceOf(row.filter, draftOfRow(row).calm, [], names, locale)),
          include: later ? widened(later, facts, owner) : null,
        };
      }),
      instead:
        present?.length === 0 ? insteadOf(firstDraft(viewer.role), facts, owner, endpoints.filter(reachable)) : null,
      asOf: now.toISOString(),
    };
  });
}

const inForce = async (ask: Ask, viewer: Viewer, now: Date): Promise<StoredSubscription[]> =>
  (await subscriptionRows(ask, viewer.organisationId, null, now)).filter(({ endedAt }) => endedAt === null);

/** Null where the filter of now lets it through already, or none could. */
function widened(row: StoredSubscription, facts: SignalFacts, owner: Owner): string | null {
  if ("because" in matchOf(row.filter, facts, owner)) return null;
  const filter = including(row.filter, facts, owner);
  return filter && `/subscriptions/${row.id}?${addressOf({ ...draftOfRow(row), filter }, DAYS)}`;
}

function insteadOf(
  usual: Draft,
  facts: SignalFacts,
  owner: Owner,
  endpoints: readonly { id: number }[],
): WhyPage["instead"] {
  const filter = including(usual.filter, facts, owner);
  if (filter === null) return null;
  const draft = { ...usual, filter, endpoints: endpoints.map(({ id }) => id) };
  return { href: `/subscriptions/new?${addressOf(draft, DAYS)}`, usual: filter === usual.filter };
}

/** Which signal a notice of the reader's is about. Throws NotFoundError. */
export function signalIdOf(viewer: Viewer, noticeId: number): Promise<number> {
  authorise(viewer, "subscriptions:read");
  return asViewer(viewer, "received", async (tx) => {
    const id = await signalOfNotice(asking(tx), viewer.organisationId, noticeId);
    if (id === null) throw new NotFoundError("No such notice");
    return id;
  });
}

/** The first thing said in a conversation that the reader may know of; null where nothing was. */
export function firstSaid(viewer: Viewer, thread: string): Promise<number | null> {
  authorise(viewer, "subscriptions:read");
  return asViewer(viewer, "received", async (tx) => {
    const [first] = await tellingsOf(asking(tx), viewer.organisationId, thread);
    return first?.id ?? null;
  });
}
