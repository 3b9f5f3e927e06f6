import type { PublicRoute } from "../../lib/publication/page.ts";

/**
 * The public map of URLs: what the web process answers itself, from memory, without asking the database. Pages first, then
 * what other systems read. Any other address is Next's.
 */
export const SITE: readonly PublicRoute[] = [];
