import { generateAtomFeed, generateRssFeed } from "feedsmith";
import type { z } from "zod";
import { concerning, concernQuery } from "../concerns.ts";
import { answering, type DataGiven } from "../data.ts";
import type { Finished } from "../page.ts";
import { type Entry, entriesOf, feedId } from "./entries.ts";
import { feedWords } from "./words.ts";

type Feed = ReturnType<typeof feedOf>;

/** What every format of the feed is written from. Throws InvalidInputError. */
function feedOf({ snapshot, origin }: DataGiven, asked: z.output<typeof concernQuery>, path: string) {
  const { lang, ...narrowed } = asked;
  const words = feedWords(lang, snapshot);
  const concerned = concerning(snapshot, narrowed);
  const entries = entriesOf(concerned, words);
  const service = snapshot.services.find(({ code }) => code === narrowed.service)?.name[lang];
  const whom = [service, concerned.place?.name[lang]].filter((name) => name !== undefined).join(", ");
  const title = words.say("title");
  const query = new URLSearchParams(
    Object.entries(narrowed).filter((pair): pair is [string, string] => Boolean(pair[1])),
  );
  const id = feedId(query.toString());
  if (lang !== "da") query.set("lang", lang);
  return {
    ...{ id, entries, lang, origin },
    title: words.title(whom === "" ? title : words.say("titleFor", { title, whom })),
    subtitle: words.say("subtitle"),
    author: words.say("author"),
    home: `${origin}/`,
    own: `${origin}${path}${query.size > 0 ? `?${query}` : ""}`,
    updated: entries[0]?.updated ?? snapshot.asOf,
  };
}

const link = ({ origin }: Feed, entry: Entry) => `${origin}${entry.path}`;

const escaped = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`).replace(/\r?\n/g, "<br>");
const html = ({ paragraphs }: Entry) => paragraphs.map((text) => `<p>${escaped(text)}</p>`).join("");

function served(path: string, type: string, write: (feed: Feed) => string): (given: DataGiven) => Finished {
  return answering(concernQuery, (given, asked) => ({
    ...{ type: `${type}; charset=utf-8`, open: true },
    body: write(feedOf(given, asked, path)),
  }));
}

/** The feed as Atom (RFC 4287). */
export const atom = served("/feeds/atom.xml", "application/atom+xml", (feed) =>
  generateAtomFeed({
    ...{ id: feed.id, title: { value: feed.title }, subtitle: { value: feed.subtitle }, updated: feed.updated },
    ...{ authors: [{ name: feed.author }], xml: { lang: feed.lang } },
    links: [
      { href: feed.own, rel: "self", type: "application/atom+xml" },
      { href: feed.home, rel: "alternate", type: "text/html" },
    ],
    entries: feed.entries.map((entry) => ({
      ...{ id: entry.id, title: { value: entry.title }, published: entry.published, updated: entry.updated },
      content: { value: html(entry), type: "html" },
      links: [{ href: link(feed, entry), rel: "alternate", type: "text/html" }],
      categories: [entry.kind, ...entry.services].map((term) => ({ term })),
    })),
  }),
);

/** The feed as RSS 2.0. RSS has no word for `updated`, so Atom's stands beside. */
export const rss = served("/feeds/rss.xml", "application/rss+xml", (feed) =>
  generateRssFeed({
    ...{ title: feed.title, link: feed.home, description: feed.subtitle, language: feed.lang },
    ...{ lastBuildDate: feed.updated, ttl: 5 },
    atom: { links: [{ href: feed.own, rel: "self", type: "application/rss+xml" }] },
    items: feed.entries.map((entry) => ({
      ...{ title: entry.title, link: link(feed, entry), description: html(entry), pubDate: entry.published },
      ...{ guid: { value: entry.id, isPermaLink: false }, atom: { updated: entry.updated } },
      categories: [entry.kind, ...entry.services].map((name) => ({ name })),
    })),
  }),
);

/** The feed as JSON Feed 1.1, whose items are a list also where there are none. */
export const jsonFeed = served("/feeds/feed.json", "application/feed+json", (feed) =>
  JSON.stringify({
    ...{ version: "https://jsonfeed.org/version/1.1", title: feed.title, description: feed.subtitle },
    ...{ home_page_url: feed.home, feed_url: feed.own, language: feed.lang, authors: [{ name: feed.author }] },
    items: feed.entries.map((entry) => ({
      ...{ id: entry.id, url: link(feed, entry), title: entry.title, content_text: entry.paragraphs.join("\n\n") },
      ...{ date_published: entry.published, date_modified: entry.updated, language: feed.lang },
      tags: [entry.kind, ...entry.services],
    })),
  }),
);
