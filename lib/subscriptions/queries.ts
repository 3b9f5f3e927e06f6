import { authorise } from "../access/permissions.ts";
import type { Viewer } from "../access/viewer.ts";
import { ownerPool } from "../db/pool.ts";
import { asViewer } from "../db/viewer.ts";
import { NotFoundError } from "../errors.ts";
import type { Locale } from "../i18n/locales.ts";
import { mailSettings } from "../notices/channels/mail-settings.ts";
import { smsSettings } from "../notices/channels/sms.ts";
import { ownVapidKeys } from "../notices/channels/vapid.ts";
import { readLost } from "../notices/lost/queries.ts";
import { type Replayed, replayedMissing } from "../signals/missing/replayed.ts";
import { type Ask, asking, askingAsOwner } from "../status/ask.ts";
import { danishDay } from "../time/danish.ts";
import { around, asked, draftOfRow, labels, reachable, readsAddresses } from "./around.ts";
import { signalFacts } from "./facts.ts";
import type { EditorPage, ShownReplay, SubscriptionsPage } from "./page-shapes.ts";
import {
  endpointRows,
  filterRows,
  noticesOfSubscription,
  type SaidRow,
  type StoredEndpoint,
  type StoredSubscription,
  saidByIds,
  saidSince,
  subscriptionRows,
} from "./read-sql.ts";
import { incidentsTold, type Replay, replay } from "./replay.ts";
import { mayBeTold } from "./rules.ts";
import { addressOf, type Draft, firstDraft, readEditor } from "./schema.ts";
import { type Names, sentenceOf } from "./sentence.ts";
import type { Owner, SignalFacts } from "./shapes.ts";
import { TURNED, turnOf } from "./turn.ts";
import { including } from "./widen.ts";

const DAY_MS = 86_400_000;
const SHOWN = 50;
const PAST_DAYS = 90;

/** The reader's own subscriptions in force, their addresses, and what was said of late. */
export function readSubscriptions(viewer: Viewer, locale: Locale, now: Date): Promise<SubscriptionsPage> {
  authorise(viewer, "subscriptions:read");
  return asViewer(viewer, "received", async (tx) => {
    const ask = asking(tx);
    const { organisationId } = viewer;
    const { names, endpoints } = await around(ask, viewer, now);
    const rows = (await subscriptionRows(ask, organisationId, null, now)).filter(({ endedAt }) => endedAt === null);
    return {
      organisation: viewer.organisationName,
      subscriptions: rows.map((row) => {
        const draft = draftOfRow(row);
        const chosen = endpoints.filter(({ id }) => draft.endpoints.includes(id));
        return {
          ...{ id: row.id, name: row.name, noticed: row.noticed },
          sentence: sentenceOf(draft.filter, draft.calm, labels(chosen), names, locale),
          to: labels(chosen.filter(reachable)),
          waiting: chosen.filter(({ confirmedAt, disabledAt }) => confirmedAt === null && disabledAt === null).length,
        };
      }),
      endpoints,
      lost: await readLost(ask, organisationId, readsAddresses(viewer)),
      past: await saidSince(ask, organisationId, new Date(now.getTime() - PAST_DAYS * DAY_MS)),
      ...{ mail: mailSettings() !== null, sms: smsSettings() !== null, pushKey: ownVapidKeys().publicKey },
      asOf: now.toISOString(),
    };
  });
}

type Raw = Record<string, string | string[] | undefined>;
/**
 * The editor of a subscription, or of a new one (null): the draft its address asks for, as a sentence, and what it would have
 * sent. Throws NotFoundError for what is nobody's or another organisation's.
 */
export function readEditorPage(
  viewer: Viewer,
  id: number | null,
  raw: Raw,
  locale: Locale,
  now: Date,
): Promise<EditorPage> {
  authorise(viewer, "subscriptions:read");
  return asViewer(viewer, "received", async (tx) => {
    const ask = asking(tx);
    const { names, endpoints, choices, owner } = await around(ask, viewer, now);
    const row = id === null ? null : ((await subscriptionRows(ask, viewer.organisationId, id, now))[0] ?? null);
    if (id !== null && row === null) throw new NotFoundError("No such subscription");
    const saved = row
      ? draftOfRow(row)
      : { ...firstDraft(viewer.role), endpoints: endpoints.filter(reachable).map((one) => one.id) };
    const { draft: asked, days } = readEditor(raw, saved);
    const draft = asked ?? saved;
    // Past thresholds of its own are counted anew by the draft's.
    const facts = (await signalFacts(ownerPool())).filter(
      (fact) => fact.kind !== "missing_receipts" && mayBeTold(fact, [], owner),
    );
    const span = { from: now.getTime() - days * DAY_MS, to: now.getTime() };
    const path = id === null ? "/subscriptions/new" : `/subscriptions/${id}`;
    const show = async (one: Draft) => {
      const incidents = one.filter.missing === null ? [] : incidentsTold(one.filter, facts, owner, span);
      const missing = await replayedMissing(askingAsOwner, one.filter, owner, span, incidents);
      const all = missing === null ? facts : inOrder([...facts, ...missing.signals]);
      return shown(replay(one.filter, one.calm, all, owner, span), one, missing, { ask, viewer, owner, path, days });
    };
    const edited = asked !== null && JSON.stringify(normal(asked)) !== JSON.stringify(normal(saved));
    const labelled = labels(endpoints.filter((one) => draft.endpoints.includes(one.id)));
    return {
      subscription: row && (await aboutOf(ask, viewer, row, names, locale)),
      ...{ edited, draft, choices, days, path },
      sentence: sentenceOf(draft.filter, draft.calm, labelled, names, locale),
      replay: await show(draft),
      current: row !== null && edited ? await show(saved) : null,
      from: new Date(span.from).toISOString(),
      turn: danishDay(now.getTime()) >= TURNED ? null : await turnOf(draft.filter, viewer.organisationId, now),
      everything: `${path}?${addressOf({ ...draft, filter: firstDraft(viewer.role).filter }, days)}`,
      mail: mailSettings() !== null,
      silent: silence(saved, endpoints),
      asOf: now.toISOString(),
    };
  });
}

/** Why nothing is sent by it as it is saved; null where it goes somewhere. */
function silence({ endpoints: chosen }: Draft, endpoints: readonly StoredEndpoint[]): EditorPage["silent"] {
  const own = endpoints.filter(({ id }) => chosen.includes(id));
  if (own.some(reachable)) return null;
  return { waiting: labels(own.filter(({ confirmedAt, disabledAt }) => confirmedAt === null && disabledAt === null)) };
}

/** What the viewer's subscriptions in force send to an address of theirs, in plain words. */
export function sentencesTo(
  viewer: Viewer,
  endpointId: number,
  locale: Locale,
  now: Date,
): Promise<{ name: string; sentence: string }[]> {
  authorise(viewer, "subscriptions:read");
  return asViewer(viewer, "received", async (tx) => {
    const ask = asking(tx);
    const { names, endpoints } = await around(ask, viewer, now);
    const rows = await subscriptionRows(ask, viewer.organisationId, null, now);
    return rows.flatMap((row) => {
      const { filter, calm, endpoints: to, second } = draftOfRow(row);
      if (row.endedAt !== null || ![...to, second].includes(endpointId)) return [];
      const labelled = labels(endpoints.filter(({ id }) => to.includes(id)));
      const sentence = sentenceOf(filter, calm, labelled, names, locale).map(({ text }) => text);
      return [{ name: row.name, sentence: sentence.join("").trim() }];
    });
  });
}

/** Ids of the viewer's own addresses that can be sent to. */
export function reachableEndpoints(viewer: Viewer): Promise<number[]> {
  authorise(viewer, "subscriptions:read");
  return asViewer(viewer, "received", async (tx) =>
    (await endpointRows(asking(tx), viewer.organisationId, false)).filter(reachable).map(({ id }) => id),
  );
}

const inOrder = (facts: SignalFacts[]): SignalFacts[] => facts.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

async function aboutOf(ask: Ask, viewer: Viewer, row: StoredSubscription, names: Names, locale: Locale) {
  const history = await filterRows(ask, row.id);
  const notices = await noticesOfSubscription(ask, viewer.organisationId, row.id);
  const texts = await textsOf(
    ask,
    viewer,
    notices.map(({ signalId }) => signalId),
  );
  const { calm } = draftOfRow(row);
  return {
    ...{ id: row.id, name: row.name, version: row.version, savedAt: row.filteredAt, endedAt: row.endedAt },
    carriedAt: row.origin === "carried" ? row.filteredAt : null,
    history: history.map(({ validFrom, origin, filter }) => ({
      ...{ at: validFrom, origin },
      sentence: asked(sentenceOf(filter, calm, [], names, locale)),
    })),
    notices: notices.map(({ id, at, signalId }) => ({ id, at, text: texts.get(signalId) ?? null })),
  };
}

const textsOf = async (ask: Ask, viewer: Viewer, ids: readonly number[]): Promise<Map<number, SaidRow>> =>
  new Map((await saidByIds(ask, viewer.organisationId, ids)).map((row) => [row.id, row]));

type Showing = { ask: Ask; viewer: Viewer; owner: Owner; path: string; days: number };
async function shown(
  result: Replay,
  draft: Draft,
  missing: Replayed | null,
  { ask, viewer, owner, path, days }: Showing,
): Promise<ShownReplay> {
  const { told, missed, night, withoutEffect, total } = result;
  const lately = told.slice(-SHOWN);
  const ids = [...lately.flatMap(({ signals }) => signals.slice(-1)), ...missed.map(({ signal }) => signal)];
  const texts = await textsOf(
    ask,
    viewer,
    ids.map((one) => one.id),
  );
  for (const { signals } of lately) for (const signal of signals.slice(-1)) tell(signal);
  for (const { signal } of missed) tell(signal);
  function tell({ id, at, kind, moment }: SignalFacts): void {
    const title = missing?.titles.get(id);
    if (title) texts.set(id, { id, at, kind, moment, title, told: false });
  }
  const critical = (signals: readonly SignalFacts[]) => signals.some(({ severity }) => severity === "critical");
  return {
    ...{ night, withoutEffect, total, count: told.length, seen: missing?.seen ?? null },
    nightCritical: told.filter((one) => one.night && critical(one.signals)).length,
    told: told.map(({ at, night, signals }) => {
      const newest = signals.at(-1);
      return {
        ...{ at, night, critical: critical(signals), gathered: signals.length },
        ...{ kind: newest?.kind ?? "incident", signalId: newest?.id ?? 0, text: texts.get(newest?.id ?? 0) ?? null },
      };
    }),
    missed: missed.map(({ signal, against }) => {
      const wider = including(draft.filter, signal, owner);
      return {
        ...{ signalId: signal.id, at: signal.at, against, text: texts.get(signal.id) ?? null },
        include: wider && `${path}?${addressOf({ ...draft, filter: wider }, days)}`,
      };
    }),
  };
}

/** Two drafts that ask for the same are the same, whatever order it was ticked in. */
const normal = ({ filter, calm, endpoints, second }: Draft) => [
  Object.entries(filter)
    .map(([name, value]) => [name, Array.isArray(value) ? [...value].map(String).sort() : value])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  Object.entries(calm).sort(([a], [b]) => (a < b ? -1 : 1)),
  [...endpoints].sort((a, b) => a - b),
  second,
];
