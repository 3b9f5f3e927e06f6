import { generateAtomFeed } from "feedsmith";
import { texts } from "../../i18n/texts.ts";
import { printable } from "../../publication/feeds/words.ts";
import { escaped, link, paragraphs } from "../channels/html.ts";
import { type Message, messageOf } from "../message.ts";
import { toldPath } from "../thread.ts";
import type { FeedNotice, PersonalFeed } from "./shapes.ts";

/** RFC 4151. An address that is made anew is the same feed. */
const TAG = "tag:kvitteringsoverblik,2026:";
const entryId = (dispatchId: string): string => `${TAG}dispatch/${dispatchId}`;

/**
 * A personal feed as Atom (RFC 4287): an entry for each thing that was told, in reply to what opened its conversation (RFC
 * 4685). It does not link to itself, so that its secret stands in nothing that is passed on.
 */
export function personalAtom({ feed, notices, demo }: PersonalFeed, origin: string): string {
  const { id, label, locale, organisation } = feed;
  const [say, words] = [texts(locale)("notices"), texts(locale)("feeds")];
  const titled = (text: string) => printable(demo ? words("demo", { text }) : text);
  return generateAtomFeed({
    ...{ id: `${TAG}personal/${id}`, title: { value: titled(say("feed.title", { label, organisation })) } },
    ...{ subtitle: { value: say("feed.subtitle") }, updated: updatedAt({ feed, notices }) },
    ...{ authors: [{ name: words("author") }], xml: { lang: locale } },
    links: [{ href: `${origin}/subscriptions`, rel: "alternate", type: "text/html" }],
    entries: notices.map((notice) => {
      const { dispatchId, openedBy, sentAt, signal, services } = notice;
      const message = messageOf({ ...notice, ...aboutOf(notice), endpoint: feed }, origin);
      const reply = openedBy === dispatchId ? {} : { thr: { inReplyTos: [{ ref: entryId(openedBy) }] } };
      return {
        ...{ id: entryId(dispatchId), title: { value: titled(message.subject) }, published: sentAt, updated: sentAt },
        content: { value: printable(contentOf(message, notice, origin)), type: "html" },
        links: [{ href: message.items[0]?.href ?? origin, rel: "alternate", type: "text/html" }],
        categories: [signal.kind, signal.thread, ...services].map((term) => ({ term })),
        ...reply,
      };
    }),
  });
}

/** When a feed last changed: when something was told there, or when it was made. */
export const updatedAt = ({ feed, notices }: Pick<PersonalFeed, "feed" | "notices">): string =>
  notices[0]?.sentAt ?? feed.since;

/** Of one signal, and as of when it was told: nothing in it is the time of asking. */
const aboutOf = ({ signal, sentAt }: FeedNotice) => ({
  ...{ thread: signal.thread, signals: [signal], alsoTold: null, at: sentAt },
});

function contentOf({ locale, items, why, links }: Message, notice: FeedNotice, origin: string): string {
  const { noticeId, signal } = notice;
  const say = texts(locale)("notices");
  const said = items.map(({ meta, text }) => `<p>${escaped(meta)}</p>${paragraphs(text)}`).join("");
  const confirm = links.confirm === null ? "" : `<p>${link(links.confirm, say("confirm"))}</p>`;
  const path = toldPath(signal.thread);
  const told = path === null ? "" : `<p>${link(`${origin}${path}`, say("link.told"))}</p>`;
  const reasons = why.map(({ text }) => link(`${origin}/subscriptions/notices/${noticeId}`, text)).join("<br>");
  return `${said}${confirm}${told}<p><b>${escaped(say("why"))}</b> ${reasons}</p>`;
}
