import { authorise, can } from "../access/permissions.ts";
import type { Viewer } from "../access/viewer.ts";
import { ownerPool } from "../db/pool.ts";
import { asViewer } from "../db/viewer.ts";
import { NotFoundError } from "../errors.ts";
import type { Locale } from "../i18n/locales.ts";
import { mailSettings } from "../notices/channels/email.ts";
import { type Ask, asking } from "../status/ask.ts";
import { danishDay } from "../time/danish.ts";
import { factsOf, signalFacts } from "./facts.ts";
import { ownersOf } from "./owner.ts";
import type { Choices, EditorPage, ShownReplay, SubscriptionsPage, WhyPage } from "./page-shapes.ts";
import {
  choiceRows,
  endpointRows,
  filterRows,
  noticesOfSignal,
  noticesOfSubscription,
  ownInstallations,
  type SaidRow,
  type StoredEndpoint,
  type StoredNotice,
  type StoredSubscription,
  saidByIds,
  saidSince,
  signalOfNotice,
  subscriptionRows,
} from "./read-sql.ts";
import { type Replay, replay } from "./replay.ts";
import { hits, matchOf, mayBeTold } from "./rules.ts";
import { addressOf, type Draft, FIRST_DRAFT, readEditor } from "./schema.ts";
import { type Names, type Part, sentenceOf } from "./sentence.ts";
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
      past: await saidSince(ask, organisationId, new Date(now.getTime() - PAST_DAYS * DAY_MS)),
      mail: mailSettings() !== null,
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
      : { ...FIRST_DRAFT, endpoints: endpoints.filter(reachable).map((one) => one.id) };
    const { draft: asked, days } = readEditor(raw, saved);
    const draft = asked ?? saved;
    const own = await ownIds(ask, viewer, now);
    const facts = (await signalFacts(ownerPool())).filter((fact) => mayBeTold(fact, own, owner));
    const span = { from: now.getTime() - days * DAY_MS, to: now.getTime() };
    const path = id === null ? "/subscriptions/new" : `/subscriptions/${id}`;
    const show = async (one: Draft) =>
      shown(replay(one.filter, one.calm, facts, owner, span), one, { ask, viewer, owner, path, days });
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
      everything: `${path}?${addressOf({ ...draft, filter: FIRST_DRAFT.filter }, days)}`,
      mail: mailSettings() !== null,
      asOf: now.toISOString(),
    };
  });
}

/** Ids of the viewer's own addresses that can be sent to. */
export function reachableEndpoints(viewer: Viewer): Promise<number[]> {
  authorise(viewer, "subscriptions:read");
  return asViewer(viewer, "received", async (tx) =>
    (await endpointRows(asking(tx), viewer.organisationId, false)).filter(reachable).map(({ id }) => id),
  );
}

/** Of anything that was said, why each subscription of the reader sent it or did not, by the filter in force then. Throws NotFoundError. */
export function whyOf(viewer: Viewer, signalId: number, locale: Locale, now: Date): Promise<WhyPage> {
  authorise(viewer, "subscriptions:read");
  return asViewer(viewer, "received", async (tx) => {
    const ask = asking(tx);
    const { organisationId } = viewer;
    const [signal] = await saidByIds(ask, organisationId, [signalId]);
    const facts = await factsOf(asOwner, signalId);
    if (!signal || !facts) throw new NotFoundError("No such signal");
    const at = new Date(facts.at);
    const { names } = await around(ask, viewer, at);
    const owner = await ownerOf(viewer, at);
    const told = new Map(
      (await noticesOfSignal(ask, organisationId, signalId)).map((notice) => [notice.subscriptionId, notice]),
    );
    const known = facts.installations.length + facts.municipalities.length > 0;
    const rows = await subscriptionRows(ask, organisationId, null, at);
    return {
      signal,
      facts: {
        severity: facts.severity,
        services: facts.services.flatMap((code) => names.services[code] ?? []),
        hit: known ? hits(facts, owner) : null,
      },
      verdicts: rows.map((row) => ({
        ...{ id: row.id, name: row.name },
        sentence: asked(sentenceOf(row.filter, draftOfRow(row).calm, [], names, locale)),
        verdict: verdictOf(row, facts, owner, told.get(row.id)),
      })),
      asOf: now.toISOString(),
    };
  });
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

function verdictOf(
  row: StoredSubscription,
  facts: SignalFacts,
  owner: Owner,
  notice: StoredNotice | undefined,
): WhyPage["verdicts"][number]["verdict"] {
  if (notice) return { outcome: "told", because: notice.because, to: notice.to };
  if (row.createdAt > facts.at) return { outcome: "not_yet" };
  if (row.endedAt !== null && row.endedAt <= facts.at) return { outcome: "over" };
  const match = matchOf(row.filter, facts, owner);
  return { outcome: "not_told", against: "against" in match ? match.against : null };
}

/** What stands around a subscription: names, what may be chosen, addresses, and whose they are. */
async function around(ask: Ask, viewer: Viewer, now: Date) {
  const stored = await choiceRows(ask, danishDay(now.getTime()));
  // The operator's role reads everybody's subscriptions, so it reads nobody's addresses.
  const endpoints = await endpointRows(ask, viewer.organisationId, !["operator", "auditor"].includes(viewer.role));
  const owner = await ownerOf(viewer, now);
  const own = can(viewer.role, "installation:read") && viewer.role !== "operator" && viewer.role !== "auditor";
  const installations = own ? await ownInstallations(ask, [...owner.installations]) : [];
  const asChoice = ({ code, da, en }: { code: string; da: string; en: string }) => ({ value: code, label: { da, en } });
  const of = (kind: string) => stored.organisations.filter((one) => one.kind === kind && one.now);
  const names: Names = {
    services: Object.fromEntries(stored.services.map(({ code, da, en }) => [code, { da, en }])),
    types: Object.fromEntries(stored.types.map(({ code }) => [code, code])),
    organisations: Object.fromEntries(stored.organisations.map(({ id, name }) => [id, name])),
    installations: Object.fromEntries(installations.map(({ id, name }) => [id, name])),
  };
  const choices: Choices = {
    services: stored.chains.map(asChoice),
    stations: stored.stations,
    types: stored.types.map(asChoice),
    regions: of("region").filter(({ members }) => members > 0),
    municipalities: of("municipality"),
    vendors: of("vendor"),
    ...{ installations, endpoints: endpoints.filter(({ disabledAt }) => disabledAt === null) },
  };
  return { names, choices, endpoints, owner };
}

/** Whom a signal hits is nobody's to read: it is only judged for the reader. */
const asOwner: Ask = async <T>(text: string, values: unknown[]) => (await ownerPool().query(text, values)).rows as T[];

async function ownerOf(viewer: Viewer, at: Date): Promise<Owner> {
  const owner = (await ownersOf(asOwner, [viewer.organisationId], at)).get(viewer.organisationId);
  if (!owner) throw new NotFoundError("No such organisation");
  return owner;
}

const ownIds = async (ask: Ask, viewer: Viewer, now: Date): Promise<number[]> =>
  (await subscriptionRows(ask, viewer.organisationId, null, now)).map(({ id }) => id);

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
async function shown(result: Replay, draft: Draft, { ask, viewer, owner, path, days }: Showing): Promise<ShownReplay> {
  const { told, missed, night, withoutEffect, total } = result;
  const lately = told.slice(-SHOWN);
  const ids = [...lately.flatMap(({ signals }) => signals.slice(-1)), ...missed.map(({ signal }) => signal)];
  const texts = await textsOf(
    ask,
    viewer,
    ids.map((one) => one.id),
  );
  const critical = (signals: readonly SignalFacts[]) => signals.some(({ severity }) => severity === "critical");
  return {
    ...{ night, withoutEffect, total, count: told.length },
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

export const draftOfRow = (row: StoredSubscription): Draft => ({
  filter: row.filter,
  calm: {
    ...{ quietFrom: row.quietFrom, quietTo: row.quietTo, criticalPasses: row.criticalPasses, digestAt: row.digestAt },
    ...{ intervalMinutes: row.intervalMinutes, capPerHour: row.capPerHour, confirmMinutes: row.confirmMinutes },
  },
  endpoints: row.endpoints,
  second: row.second,
});

/** Two drafts that ask for the same are the same, whatever order it was ticked in. */
const normal = ({ filter, calm, endpoints, second }: Draft) => [
  Object.entries(filter)
    .map(([name, value]) => [name, Array.isArray(value) ? [...value].map(String).sort() : value])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  Object.entries(calm).sort(([a], [b]) => (a < b ? -1 : 1)),
  [...endpoints].sort((a, b) => a - b),
  second,
];
const labels = (endpoints: readonly StoredEndpoint[]): string[] => endpoints.map(({ label }) => label);
const reachable = ({ confirmedAt, disabledAt }: StoredEndpoint): boolean => confirmedAt !== null && disabledAt === null;
/** What was asked for, without whom it went to: that stands in no history. */
function asked(parts: readonly Part[]): string {
  const from = parts.slice(parts.findIndex(({ slot }) => slot === "kinds"));
  const text = from.map((part) => part.text).join("");
  return text.charAt(0).toUpperCase() + text.slice(1).trim();
}
