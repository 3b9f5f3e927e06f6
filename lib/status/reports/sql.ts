import type { Ask } from "../ask.ts";

export type Reporting = { id: number; kind: string; name: string };

/** Organisations that take part in the exchange; hospitals speak through their region. */
export const reportersIn = (ask: Ask) =>
  ask<Reporting>(
    "SELECT id, kind::text, name FROM organisation WHERE kind <> 'hospital' AND valid_to IS NULL ORDER BY kind, name, id",
    [],
  );
