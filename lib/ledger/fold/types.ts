import type { ReceiptState } from "../states.ts";

/** All instants in the fold are milliseconds since 1970 UTC; smallint codes are indexes into the lists of `states.ts`. */
export type FoldEvent = {
  eventKey: string;
  at: number;
  sourceId: number;
  /** 0: the source speaks for the letter's sender or for all. 1: it speaks for a receiver only, and yields to 0. */
  authority: number;
  station: number;
  direction: number;
  kind: number;
  operatorId: number;
  installationId: number | null;
  senderLocationId: number | null;
  receiverLocationId: number | null;
  copy: boolean;
  typeId: number | null;
  content: string | null;
  statedSentAt: number | null;
  receiptExpected: boolean | null;
  receiptKey: string | null;
  receiptId: string | null;
  receiptLevel: number | null;
  receiptOutcome: number | null;
  receiptCode: string | null;
};

export type Expectation = {
  installationId: number;
  typeId: number;
  /** 1, 2, 3 for A, B, C. */
  role: number;
  assumed: boolean;
  from: number;
  /** Exclusive. */
  to: number;
};
export type Policy = { from: number; warnMs: number | null; overdueMs: number; resends: number };
export type KnownInstallation = {
  id: number;
  organisationId: number | null;
  locationId: number | null;
  liveFrom: number;
  optedOutFrom: number;
  pending: boolean;
};
/** Sources that report an installation's receipts: what each has seen, as half-open ranges, and the longest heartbeat. */
export type Vouching = { heartbeatMs: number; seen: readonly (readonly [number, number])[][] };

/** What the fold needs to know of the directory and of coverage, as one value. */
export type FoldDirectory = {
  organisationOfLocation: ReadonlyMap<number, number>;
  installations: ReadonlyMap<number, KnownInstallation>;
  /** Where a provisional entry was adopted: its installation counts as this one. */
  adoptedBy: ReadonlyMap<number, number>;
  expectedAt: ReadonlyMap<number, readonly Expectation[]>;
  expectedOf: ReadonlyMap<number, readonly Expectation[]>;
  provisionalAt: ReadonlyMap<number, number>;
  /** By type id; the default policies stand under `null`. Sorted by `from`. */
  policies: ReadonlyMap<number | null, readonly Policy[]>;
  vouching(installationId: number): Vouching;
};

export type FoldedLeg = { slot: number; at: number; ms: number | null };
export type FoldedDelivery = {
  installationId: number;
  sentAt: number;
  typeId: number;
  senderOrganisationId: number;
  role: number;
  roleAssumed: boolean;
  copy: boolean;
  receiptExpected: boolean;
  state: ReceiptState;
  dueAt: number;
  warnAt: number | null;
  /** When time alone may change the state; null where only a new fact can. */
  checkAt: number | null;
  decidedAt: number | null;
  latencyMs: number | null;
  conflicting: boolean;
  clock: boolean;
  /** 0 nothing said, 1 handed over, 2 stopped at the mailbox. */
  transport: number;
  transportAt: number | null;
  attempts: number;
  resendsAllowed: number;
  lastStation: number | null;
  codes: string[];
  legs: FoldedLeg[];
};
export type FoldedReceipt = {
  receiptKey: string;
  receiptId: string | null;
  installationId: number | null;
  orphan: boolean;
  level: number;
  outcome: number;
  code: string | null;
  statedAt: number;
  station: number;
  sourceId: number;
  reports: number;
  conflicting: boolean;
};
export type FoldedLetter = {
  senderLocationId: number | null;
  senderOrganisationId: number;
  typeId: number;
  content: string | null;
  sentAt: number | null;
  receiptExpected: boolean;
  conflicting: boolean;
  attempts: number;
  finalAt: number | null;
};
export type Folded = {
  letter: FoldedLetter;
  deliveries: FoldedDelivery[];
  receipts: FoldedReceipt[];
  /** Installations the letter will go to once somebody states when it was sent. */
  waiting: number[];
  /** Receivers that nobody is known to serve and that have no provisional installation yet. */
  unserved: number[];
};
