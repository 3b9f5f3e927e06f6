const DAY_MS = 24 * 3_600_000;
/** How long an invitation is left to be taken up before there may be another, from anybody. */
export const INVITED_EVERY_DAYS = 14;

/** When an organisation may be invited again. */
export const invitableFrom = (at: Date): Date => new Date(at.getTime() + INVITED_EVERY_DAYS * DAY_MS);
