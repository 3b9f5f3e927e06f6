import { badge } from "../../components/public/badge.ts";
import { bannerPage, bannerScript } from "../../components/public/banner.ts";
import { front } from "../../components/public/front.ts";
import { history } from "../../components/public/history.ts";
import { incident } from "../../components/public/incident.ts";
import { report } from "../../components/public/report.ts";
import { bannerJson } from "../../lib/publication/banner/rules.ts";
import { calendar } from "../../lib/publication/feeds/calendar.ts";
import { atom, jsonFeed, rss } from "../../lib/publication/feeds/feeds.ts";
import { incidents, services, windows } from "../../lib/publication/json/lists.ts";
import { STATUS_PAGE } from "../../lib/publication/json/status-page.ts";
import type { PublicRoute } from "../../lib/publication/page.ts";
import { own, subscribe, subscriptionSent, takeSubscription } from "./subscribe.ts";

/**
 * The public map of URLs: what the web process answers itself, from memory, without asking the database. Pages first, then
 * what other systems read. Any other address is Next's.
 */
export const SITE: readonly PublicRoute[] = [
  { kind: "page", path: /^\/$/, query: ["municipality"], answer: front },
  { kind: "page", path: /^\/history$/, query: ["month", "q", "service", "severity", "before"], answer: history },
  { kind: "page", path: /^\/history\/(?<month>[^/]{1,20})$/, answer: report },
  { kind: "page", path: /^\/incidents\/(?<number>[^/]{1,40})$/, answer: incident },
  { kind: "page", path: /^\/subscribe$/, query: ["municipality"], answer: subscribe, take: takeSubscription },
  { kind: "page", path: /^\/subscribe\/sent$/, answer: subscriptionSent },
  { kind: "own", path: /^\/subscribe\/(?<token>[\w.-]{1,100})$/, query: ["done"], take: own },
  { kind: "data", path: /^\/feeds\/atom\.xml$/, answer: atom },
  { kind: "data", path: /^\/feeds\/rss\.xml$/, answer: rss },
  { kind: "data", path: /^\/feeds\/feed\.json$/, answer: jsonFeed },
  { kind: "data", path: /^\/calendar\.ics$/, answer: calendar },
  { kind: "data", path: /^\/badge\.svg$/, answer: badge },
  { kind: "data", path: /^\/embed\/banner$/, answer: bannerPage },
  { kind: "data", path: /^\/embed\/banner\.json$/, answer: bannerJson },
  { kind: "data", path: /^\/embed\/banner\.js$/, answer: bannerScript },
  { kind: "data", path: /^\/api\/v1\/services$/, answer: services },
  { kind: "data", path: /^\/api\/v1\/incidents$/, answer: incidents },
  { kind: "data", path: /^\/api\/v1\/windows$/, answer: windows },
  ...Object.entries(STATUS_PAGE).map(([name, answer]) => ({
    ...{ kind: "data" as const, path: new RegExp(`^/api/v2/${name}\\.json$`), answer },
  })),
];
