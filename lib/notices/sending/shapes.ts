/** How far the notices of an incident have come, counted by address; `waiting` without those that are held. */
export type Sending = {
  sent: number;
  waiting: number;
  held: number;
  failed: number;
  /** Since when; null where nothing is held. */
  heldAt: string | null;
};
