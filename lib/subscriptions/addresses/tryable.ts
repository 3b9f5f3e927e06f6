import type { Channel } from "../shapes.ts";

/** A webhook or a browser answers at once, which also confirms it. */
export const isTriedByAnswer = (channel: Channel): boolean => channel === "webhook" || channel === "push";

/**
 * Whether a trial can be sent to an address: a mailbox must have been confirmed, and mail be set up. A text message costs, and
 * what is only fetched is looked at where it lies.
 */
export const isTryable = (
  { channel, confirmedAt, disabledAt }: { channel: Channel; confirmedAt: string | null; disabledAt: string | null },
  mail: boolean,
): boolean =>
  disabledAt === null && (isTriedByAnswer(channel) || (channel === "email" && confirmedAt !== null && mail));
