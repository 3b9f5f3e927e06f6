import { formatter } from "../i18n/format.ts";
import { type Locale, localeOf } from "../i18n/locales.ts";
import { texts } from "../i18n/texts.ts";
import { OWNER_KINDS, type Signal } from "../subscriptions/shapes.ts";
import type { Also } from "./also.ts";
import { reasonsOf } from "./because.ts";
import type { Outgoing, Reason } from "./channels/channel.ts";
import { grownOf, grownText, mergedText } from "./grown.ts";
import { linkToken } from "./links.ts";
import { pageOf, readOwnerThread, toldPath } from "./thread.ts";

/** One notice as a person reads it, whatever it comes through. */
export type Message = {
  locale: Locale;
  subject: string;
  /** Newest first; `lead` is its moment and severity, as far as it has them. */
  items: { title: string; lead: string; meta: string; text: string; href: string }[];
  /**
   * By which subscription it came and for which reasons, one for each that led here, and the page where it is left; `click` is
   * for mail programs. Nobody leaves what is told of their own address.
   */
  why: { text: string; leave: { words: string; href: string; click: string } | null }[];
  /** How many others were told, and where one sees which. */
  also: { text: string; href: string } | null;
  /** Where one click leaves the subscription it goes by, and where somebody says that it is seen and dealt with. */
  links: { leave: string | null; confirm: string | null };
  foot: string;
};

type Said = Pick<
  Signal,
  "at" | "kind" | "moment" | "severity" | "municipalities" | "messages" | "thread" | "title" | "text"
>;
/** What a message is written of. */
export type Told = Pick<Outgoing, "thread" | "reasons" | "account" | "confirm" | "alsoTold" | "at"> & {
  endpoint: Pick<Outgoing["endpoint"], "id" | "label" | "locale">;
  signals: readonly Said[];
};

/** What is written to an address; `origin` is where people find us. */
export function messageOf(outgoing: Told, origin: string): Message {
  const locale = localeOf(outgoing.endpoint.locale);
  const say = texts(locale)("notices");
  const newest = outgoing.signals.at(-1);
  const title = newest?.title[locale] ?? "";
  const link = (token: string) => `${origin}/notices/${token}`;
  const { endpoint, confirm, account = true } = outgoing;
  const why: Message["why"] = outgoing.reasons.map((reason) => {
    const { id, name } = reason.subscription;
    if (newest && isOwners(newest)) return { text: say("whyOwner", { name }), leave: null };
    const text = whyOf(reason.because, name, locale, account);
    const ids = { subscriptionId: id, endpointId: endpoint.id };
    const click = link(linkToken({ deed: "leave", ...ids }));
    const own = `${origin}/subscribe/${linkToken({ deed: "manage", ...ids })}`;
    const leave = account ? { words: say("leave", { name }), href: click } : { words: say("manage"), href: own };
    return { text, leave: { ...leave, click } };
  });
  const owns = readOwnerThread(outgoing.thread);
  if (owns) why.push({ text: say(`whyTopic.${owns.topic}`), leave: null });
  return {
    locale,
    subject:
      outgoing.signals.length === 1 && newest
        ? subjectOf(newest, outgoing, locale)
        : say("gathered", { count: outgoing.signals.length, title }),
    items: outgoing.signals.toReversed().map((signal) => itemOf(signal, outgoing, locale, origin)),
    why,
    also: alsoOf(outgoing, locale, origin),
    links: {
      leave: why[0]?.leave?.click ?? null,
      confirm:
        confirm === null ? null : link(linkToken({ deed: "confirm", noticeId: confirm, endpointId: endpoint.id })),
    },
    foot: say(account ? "foot" : "footPublic", { label: endpoint.label }),
  };
}

const LISTS = { da: new Intl.ListFormat("da"), en: new Intl.ListFormat("en") };

/** Why it came: which subscription asked for it, and which facts met it. */
export function whyOf(because: Reason["because"], subscription: string, locale: Locale, account = true): string {
  const say = texts(locale)("notices");
  return say(account ? "whyText" : "whyPublic", {
    name: subscription,
    axes: LISTS[locale].format(reasonsOf(because, locale)),
  });
}

const NAMED = 8;
/** Who else was told, by name as far as the reader's organisation may see, and how many more. */
export function alsoText({ count, names }: Also, locale: Locale): string {
  const named = names.slice(0, NAMED);
  return texts(locale)("notices")("also", {
    ...{ count, named: named.length, names: named.join(", "), rest: count - named.length },
  });
}

function alsoOf({ alsoTold, thread }: Told, locale: Locale, origin: string): Message["also"] {
  const path = toldPath(thread);
  if (path === null || alsoTold === null || alsoTold.count === 0) return null;
  return { text: alsoText(alsoTold, locale), href: `${origin}${path}` };
}

function subjectOf(signal: Said, outgoing: Told, locale: Locale): string {
  const title = signal.title[locale];
  if (isOwners(signal)) return title;
  const moment = momentOf(signal, locale, grownOf(signal, outgoing) !== null);
  return texts(locale)("notices")("subject", { moment, title });
}

const isOwners = ({ kind }: Said): boolean => OWNER_KINDS.some((one) => one === kind);

/** What an owner can do at once, without an account, stands behind a link of their own. */
function whereTo(thread: string, endpointId: number): string {
  const own = readOwnerThread(thread);
  if (own?.topic === "review") return `/notices/${linkToken({ deed: "review", reminderId: own.id, endpointId })}`;
  if (own?.topic === "invitation")
    return `/notices/${linkToken({ deed: "invitation", invitationId: own.id, endpointId })}`;
  return pageOf(thread);
}

const momentOf = ({ kind, moment }: Said, locale: Locale, grown: boolean): string =>
  texts(locale)("notices")(
    `${kind === "window" ? "windowMoment" : "moment"}.${grown && moment === "updated" ? "opened" : moment}`,
  );

function itemOf(signal: Said, outgoing: Told, locale: Locale, origin: string): Message["items"][number] {
  const say = texts(locale)("notices");
  const severity = signal.severity === null ? [] : [texts(locale)("states")(`severity.${signal.severity}.label`)];
  const time = say("at", { time: formatter(locale).dateTime(signal.at, outgoing.at) });
  const grown = grownOf(signal, outgoing);
  // Of what an owner looks after nothing opens or ends.
  const moment = isOwners(signal) ? [] : [momentOf(signal, locale, grown !== null)];
  const ahead = [grown && grownText(grown, signal, locale), mergedText(signal, outgoing, locale)];
  const how = severity.map((word) => say("severity", { severity: word }));
  return {
    title: signal.title[locale],
    lead: [...moment, ...severity].join(", "),
    meta: [say(`kind.${signal.kind}`), ...moment, ...how, time].join(" · "),
    text: [...ahead.filter((said) => said !== null), signal.text[locale]].join("\n\n"),
    href: `${origin}${whereTo(signal.thread, outgoing.endpoint.id)}`,
  };
}
