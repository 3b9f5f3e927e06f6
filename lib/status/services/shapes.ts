import type { LineStation } from "../../ledger/states.ts";
import type { Words } from "../shapes.ts";

/** A chain or a station as the operator keeps it. Days are Danish, both included; null where it has no first or last one. */
export type ServiceRow = {
  id: number;
  code: string;
  kind: "chain" | "station";
  name: Words;
  note: Words | null;
  position: number;
  station: LineStation | null;
  operatorId: number | null;
  systemId: number | null;
  /** Codes of the message types a chain carries. */
  types: string[];
  /** The stations a chain runs through, in their order: with all its messages, or with a part. */
  through: { stationId: number; whole: boolean }[];
  /** Whose coverage says that a station is seen, by id. */
  sources: number[];
  validFrom: string | null;
  validTo: string | null;
  version: number;
};

/** What may be chosen for a service, each in the order it is shown. */
export type ServiceChoices = {
  stations: { id: number; name: Words }[];
  operators: { id: number; name: string }[];
  systems: { id: number; name: string }[];
  /** Several organisations call a source the same. */
  sources: { id: number; name: string; organisation: string }[];
  types: { code: string; name: Words }[];
};

export type ServicesPage = { services: ServiceRow[]; choices: ServiceChoices; asOf: string };
export type ServicePage = { service: ServiceRow; choices: ServiceChoices; asOf: string };
