import type { WindowChangeKind } from "../../status/shapes.ts";
import type { Concerned } from "../concerns.ts";
import type { PublicIncident, PublicUpdate, PublicWindow } from "../snapshot.ts";
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

/** An entry per update, follow-up and change of a window: the hundred that were last said or corrected, newest first. */
export function entriesOf({ incidents, windows }: Concerned, words: FeedWords): Entry[] {
  return [
    ...incidents.flatMap((incident) => entriesOfIncident(incident, words)),
    ...windows.flatMap((window) => entriesOfWindow(window, words)),
  ]
    .sort((a, b) => b.updated.localeCompare(a.updated) || a.id.localeCompare(b.id))
    .slice(0, NEWEST);
}

function entriesOfIncident(incident: PublicIncident, words: FeedWords): Entry[] {
  const { say, states, plain } = words;
  const name = plain(incident.title);
  const entry = (part: string, title: string, said: string[], published: string, updated = published): Entry => ({
    ...{ id: `${TAG}incident/${incident.number}/${part}`, kind: "incident", path: `/incidents/${incident.number}` },
    ...{ title: words.title(title), paragraphs: said, services: incident.services, published, updated },
  });
  const titled = (phase: string) => say("incident.title", { title: name, phase: states(`phase.${phase}.label`) });
  const ofUpdate = (update: PublicUpdate) =>
    entry(
      `update/${update.nr}`,
      titled(update.phase),
      [
        plain(update.text),
        say("incident.state", {
          severity: states(`severity.${update.severity}.label`),
          trouble: states(`service.${update.trouble}.label`),
          phase: states(`phase.${update.phase}.label`),
        }),
        ...(incident.services.length > 0 ? [words.services(incident.services)] : []),
        ...(update.statedAt === update.publishedAt
          ? []
          : [say("incident.stated", { at: words.at(update.statedAt, update.publishedAt) })]),
        ...(update.correctedAt === null
          ? []
          : [say("incident.corrected", { at: words.at(update.correctedAt, update.publishedAt) })]),
      ],
      update.publishedAt,
      update.correctedAt ?? update.publishedAt,
    );
  const { followUp, backlogClearedAt, updates } = incident;
  // The list of what is missing closes itself, so nobody may have written that it did.
  const silent = backlogClearedAt !== null && !updates.some(({ phase }) => phase === "backlog_cleared");
  return [
    ...updates.map(ofUpdate),
    ...(silent
      ? [entry("backlog-cleared", titled("backlog_cleared"), [say("incident.backlog")], backlogClearedAt)]
      : []),
    ...(followUp === null
      ? []
      : [
          entry(
            "follow-up",
            say("incident.followUp", { title: name }),
            [
              say("incident.cause", { text: plain(followUp.cause) }),
              say("incident.measures", { text: plain(followUp.measures) }),
            ],
            followUp.at,
          ),
        ]),
  ];
}

/** Holding a window back is the operator's own affair until it begins or is moved. */
const TOLD = new Set<WindowChangeKind>([
  "announced",
  "moved",
  "prolonged",
  "shortened",
  "cancelled",
  "started",
  "ended",
]);

function entriesOfWindow(window: PublicWindow, words: FeedWords): Entry[] {
  const { say, plain } = words;
  const nth = new Map<WindowChangeKind, number>();
  const told = window.changes.flatMap((change, index): Entry[] => {
    if (!TOLD.has(change.kind)) return [];
    const count = (nth.get(change.kind) ?? 0) + 1;
    nth.set(change.kind, count);
    const before = window.changes[index - 1];
    const moved = before && (before.plannedFrom !== change.plannedFrom || before.plannedTo !== change.plannedTo);
    const span = words.span(change.plannedFrom, change.plannedTo, change.at);
    return [
      {
        ...{ id: `${TAG}window/${window.uid}/${change.kind}/${count}`, kind: "window", path: "/" },
        title: words.title(
          say("window.title", { change: say(`window.change.${change.kind}`), title: plain(window.title), span }),
        ),
        paragraphs: [
          ...(change.kind === "cancelled"
            ? [say("window.cancelled", { span })]
            : [say(`window.traffic.${window.traffic}`)]),
          ...(moved
            ? [say("window.before", { span: words.span(before.plannedFrom, before.plannedTo, change.at) })]
            : []),
          ...(window.services.length > 0 ? [words.services(window.services)] : []),
        ],
        services: window.services,
        ...{ published: change.at, updated: change.at },
      },
    ];
  });
  const last = told.at(-1);
  if (!last) return [];
  // What was written or measured since belongs to what was said last, and makes that newer.
  const since = [
    ...(window.note ? [plain(window.note)] : []),
    ...(window.expected !== null && (window.phase === "planned" || window.phase === "in_progress")
      ? [say("window.expected", { count: window.expected })]
      : []),
    ...(window.measured === null ? [] : [say("window.measured", { count: window.measured })]),
  ];
  const updated = since.length > 0 && window.updatedAt > last.updated ? window.updatedAt : last.updated;
  return [...told.slice(0, -1), { ...last, paragraphs: [...last.paragraphs, ...since], updated }];
}
