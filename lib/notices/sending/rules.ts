/** How many addresses are told, and how many of them are of somebody without an account. */
export type Reached = { addresses: number; withoutAccount: number };

/** Addresses something is told at. */
export type Heard = readonly { endpointId: number; withoutAccount: boolean }[];

/** How many that are; one that is told several things counts once. */
export function reachedBy(heard: Heard): Reached {
  const all = [...new Map(heard.map((one) => [one.endpointId, one])).values()];
  return { addresses: all.length, withoutAccount: all.filter(({ withoutAccount }) => withoutAccount).length };
}

/** What whoever publishes saw: how many addresses would be told, and the number they typed where that is asked for. */
export type Asked = { shown?: number | undefined; recipients?: number | undefined };

/** Somebody among thousands always comes or goes while one reads: so much is no other number (one in fifty, rounded down). */
const LITTLE = 50;
/** Anybody may come and go without an account: so many of them keep no operator from publishing. */
const HANDFUL = 5;

/** More addresses than this are told only when their number is typed, unless the operator has set another. */
export const BRAKE = 100;
/** What goes out by itself to more than that waits so many minutes for the desk, unless the operator has set another number. */
export const BRAKE_MINUTES = 10;

/**
 * Whether as many are told as was shown, and above the brake as was typed: what is wrong, or null. Where nothing was shown
 * the number typed is held against what it is.
 */
export function askedFault(
  { addresses, withoutAccount }: Reached,
  { shown = addresses, recipients }: Asked,
  brake: number,
): "recipients_changed" | "not_the_number" | null {
  const free = Math.max(Math.floor(shown / LITTLE), Math.min(withoutAccount, HANDFUL));
  if (Math.abs(addresses - shown) > free) return "recipients_changed";
  return addresses > brake && recipients !== shown ? "not_the_number" : null;
}
