/**
 * The path of the page a form was sent from, to go back to; `/` where the browser does not say, or says another site.
 * Only a path of our own is ever answered, so the field cannot lead anybody elsewhere.
 */
export function samePage(referer: string | null, host: string | null): string {
  if (referer === null || host === null || !URL.canParse(referer)) return "/";
  const from = new URL(referer);
  if (from.host !== host) return "/";
  const path = from.pathname + from.search;
  return path.startsWith("//") ? "/" : path;
}
