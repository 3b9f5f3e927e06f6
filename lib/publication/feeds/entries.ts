import type { Phase, WindowChangeKind } from "../../status/shapes.ts";
import type { Concerned } from "../concerns.ts";
import type { PublicIncident, PublicMerged, PublicUpdate, PublicWindow } from "../snapshot.ts";
import type { FeedWords } from "./words.ts";

/** One thing that was said, as every kind of feed has it. Times are ISO 8601 in UTC. */
export type Entry = {
  /** The same for ever, whatever host or language it is read through. */
  id: string;
  kind: "incident" | "window";
  /** The address of its page, from the root. */
  path: string;
  title: string;
  paragraphs: string[];
  services: readonly string[];
  published: string;
  /** When its text was last changed: later than `published` where it was corrected. */
  updated: string;
};

const NEWEST = 100;
/** RFC 4151. The name is the product's: ids outlive every host it is reached through. */
const TAG = "tag:kvitteringsoverblik,2026:";

/** The id of the feed itself, narrowed to what it is narrowed to. */
export const feedId = (narrowed: string): string => `${TAG}feed${narrowed === "" ? "" : `/${narrowed}`}`;

/** What there is to tell, known before it is written: five years of it are sorted, a hundred are written. */
type Told = Omit<Entry, "title" | "paragraphs"> & { write: () => Pick<Entry, "title" | "paragraphs"> };

/** An entry per update, follow-up and change of a window: the hundred that were last said or corrected, newest first. */
export function entriesOf({ incidents, windows }: Concerned, words: FeedWords): Entry[] {
  return [
    ...incidents.flatMap((incident) => toldOfIncident(incident, words)),
    ...windows.flatMap((window) => toldOfWindow(window, words)),
  ]
    .sort((a, b) => order(b.updated, a.updated) || order(a.id, b.id))
    .slice(0, NEWEST)
    .map(({ write, ...entry }) => ({ ...entry, ...write() }));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function toldOfIncident(incident: PublicIncident, words: FeedWords): Told[] {
  const { say, states, plain } = words;
  const { number, services, followUp, backlogClearedAt, updates, merged } = incident;
  const told = (
    part: string,
    published: string,
    write: () => [title: string, paragraphs: string[]],
    updated = published,
  ): Told => ({
    ...{ id: `${TAG}incident/${number}/${part}`, kind: "incident", path: `/incidents/${number}` },
    ...{ services, published, updated },
    write: () => {
      const [title, paragraphs] = write();
      return { title: words.title(title), paragraphs };
    },
  });
  const titled = (phase: Phase) =>
    say("incident.title", { title: plain(incident.title), phase: states(`phase.${phase}.label`) });
  // The list of what is missing closes itself, so nobody may have written that it did.
  const silent = backlogClearedAt !== null && !updates.some(({ phase }) => phase === "backlog_cleared");
  return [
    ...updates.map((update) =>
      told(
        `update/${update.nr}`,
        update.publishedAt,
        () => [titled(update.phase), saidInUpdate(update, services, words)],
        update.correctedAt ?? update.publishedAt,
      ),
    ),
    ...(silent
      ? [told("backlog-cleared", backlogClearedAt, () => [titled("backlog_cleared"), [say("incident.backlog")]])]
      : []),
    ...(followUp === null
      ? []
      : [
          told("follow-up", followUp.at, () => [
            say("incident.followUp", { title: plain(incident.title) }),
            [
              say("incident.cause", { text: plain(followUp.cause) }),
              say("incident.measures", { text: plain(followUp.measures) }),
            ],
          ]),
        ]),
    ...merged.map((one) => saidOfMerged(one, incident, words)),
  ];
}

/** Whoever reads of one that was merged is led on to where it goes on: it has no other entry any more. */
function saidOfMerged(one: PublicMerged, { number: into, title }: PublicIncident, words: FeedWords): Told {
  const { say, plain } = words;
  const { number, services, mergedAt } = one;
  return {
    ...{ id: `${TAG}incident/${number}/merged`, kind: "incident", path: `/incidents/${into}` },
    ...{ services, published: mergedAt, updated: mergedAt },
    write: () => ({
      title: words.title(say("incident.merged", { title: plain(one.title), into })),
      paragraphs: [
        say("incident.mergedText", { number, into, title: plain(title) }),
        ...(services.length > 0 ? [words.services(services)] : []),
      ],
    }),
  };
}

function saidInUpdate(update: PublicUpdate, services: readonly string[], words: FeedWords): string[] {
  const { say, states, plain } = words;
  const { severity, trouble, phase, statedAt, publishedAt, correctedAt } = update;
  return [
    plain(update.text),
    say("incident.state", {
      severity: states(`severity.${severity}.label`),
      trouble: states(`service.${trouble}.label`),
      phase: states(`phase.${phase}.label`),
    }),
    ...(services.length > 0 ? [words.services(services)] : []),
    ...(statedAt === publishedAt ? [] : [say("incident.stated", { at: words.at(statedAt, publishedAt) })]),
    ...(correctedAt === null ? [] : [say("incident.corrected", { at: words.at(correctedAt, publishedAt) })]),
  ];
}

/** Holding a window back is the operator's own affair until it begins or is moved. */
const PUBLIC_CHANGES = new Set<WindowChangeKind>([
  "announced",
  "moved",
  "prolonged",
  "shortened",
  "cancelled",
  "started",
  "ended",
]);

function toldOfWindow(window: PublicWindow, words: FeedWords): Told[] {
  const nth = new Map<WindowChangeKind, number>();
  const last = window.changes.findLast(({ kind }) => PUBLIC_CHANGES.has(kind));
  return window.changes.flatMap((change, index): Told[] => {
    if (!PUBLIC_CHANGES.has(change.kind)) return [];
    const count = (nth.get(change.kind) ?? 0) + 1;
    nth.set(change.kind, count);
    // What was written or measured since belongs to what was said last, and makes that newer.
    const since = change === last && saidSince(window);
    return [
      {
        ...{ id: `${TAG}window/${window.uid}/${change.kind}/${count}`, kind: "window", path: "/" },
        ...{ services: window.services, published: change.at },
        updated: since && window.updatedAt > change.at ? window.updatedAt : change.at,
        write: () => saidInChange(window, change, window.changes[index - 1], since, words),
      },
    ];
  });
}

const isToCome = ({ phase }: PublicWindow): boolean => phase === "planned" || phase === "in_progress";
const saidSince = (window: PublicWindow): boolean =>
  window.note !== null || window.measured !== null || (window.expected !== null && isToCome(window));

type Change = PublicWindow["changes"][number];
function saidInChange(
  window: PublicWindow,
  change: Change,
  before: Change | undefined,
  since: boolean,
  words: FeedWords,
): Pick<Entry, "title" | "paragraphs"> {
  const { say, plain } = words;
  const span = words.span(change.plannedFrom, change.plannedTo, change.at);
  const moved = before && (before.plannedFrom !== change.plannedFrom || before.plannedTo !== change.plannedTo);
  const { note, expected, measured } = window;
  return {
    title: words.title(
      say("window.title", { change: say(`window.change.${change.kind}`), title: plain(window.title), span }),
    ),
    paragraphs: [
      change.kind === "cancelled" ? say("window.cancelled", { span }) : say(`window.traffic.${window.traffic}`),
      ...(moved ? [say("window.before", { span: words.span(before.plannedFrom, before.plannedTo, change.at) })] : []),
      ...(window.services.length > 0 ? [words.services(window.services)] : []),
      ...(since && note ? [plain(note)] : []),
      ...(since && expected !== null && isToCome(window) ? [say("window.expected", { count: expected })] : []),
      ...(since && measured !== null ? [say("window.measured", { count: measured })] : []),
    ],
  };
}
