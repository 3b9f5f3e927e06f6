/** An organisation that no notice reaches by itself. */
export type UnreachedRow = {
  id: number;
  name: string;
  kind: "municipality" | "region" | "vendor";
  /** It has a subscription, but none of its addresses is confirmed and in use. */
  asked: boolean;
  /** It stands on a contact list, so that somebody can call. */
  listed: boolean;
  /** Mailboxes of its contacts, as far as the reader sees them. */
  mailboxes: number;
  /** The latest invitation, by which organisation, to how many mailboxes, and when there may be another. */
  invited: { at: string; by: string; addresses: number; again: string } | null;
};

export type Unreached = {
  rows: UnreachedRow[];
  /** Organisations looked at. */
  total: number;
  /** Whether that is everybody, or the reader's own region and shared lists. */
  everybody: boolean;
  asOf: string;
};
