import { front } from "../../components/public/front.ts";
import { history } from "../../components/public/history.ts";
import { incident } from "../../components/public/incident.ts";
import { report } from "../../components/public/report.ts";
import type { PublicRoute } from "../../lib/publication/page.ts";

/**
 * The public map of URLs: what the web process answers itself, from memory, without asking the database. Pages first, then
 * what other systems read. Any other address is Next's.
 */
export const SITE: readonly PublicRoute[] = [
  { kind: "page", path: /^\/$/, query: ["municipality"], answer: front },
  { kind: "page", path: /^\/history$/, query: ["month", "q", "service", "severity", "before"], answer: history },
  { kind: "page", path: /^\/history\/(?<month>[^/]{1,20})$/, answer: report },
  { kind: "page", path: /^\/incidents\/(?<number>[^/]{1,40})$/, answer: incident },
];
