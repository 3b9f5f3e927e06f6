import type { Finished } from "../../lib/publication/page.ts";

/** What the very first start shows while there is neither a database nor anything kept: that we know nothing. */
export const noSnapshotPage = (): Finished => ({
  status: 503,
  type: "text/html; charset=utf-8",
  headers: { "retry-after": "10" },
  body: `<!doctype html><html lang="da"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Driftsstatus</title><h1>Status kan ikke vises lige nu</h1><p>Vi ved ikke, hvordan tjenesterne har det. Prøv igen om lidt.</p><p lang="en">Status cannot be shown right now. We do not know how the services are. Please try again shortly.</p></html>`,
});
