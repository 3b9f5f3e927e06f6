/** What an address still waits for: of one signal, by one of its subscriptions. `notBefore` is an instant (ms). */
export type Waiting = {
  id: string;
  endpointId: number;
  signalId: number;
  thread: string;
  why: string | null;
  notBefore: number;
  /** Somebody has it sent again. */
  again: boolean;
};

/** One message: the dispatch that is sent, and those that it takes along. */
export type Gathering = { carrier: Waiting; along: Waiting[] };

/** What waits for one of these waits for the address, whatever conversation it is of. */
const CALM = new Set(["digest", "quiet", "cap"]);

/**
 * The messages that are due now, given all that their addresses wait for. A conversation of which anything is due goes as far
 * as its newest that is due, whichever subscriptions asked for it and whatever else would keep the earlier ones; what
 * waited for an address's calm goes as one over all its conversations. So nothing is ever told after what came later, and of
 * several plans for the same signal the most urgent holds. The message is its newest signal's. What somebody has sent again
 * goes by itself, as it was, the oldest first, when nothing else of its conversation does.
 */
export function gather(all: readonly Waiting[], now: number): Gathering[] {
  const fresh = together(
    all.filter(({ again }) => !again),
    now,
  );
  const spoken = new Set(fresh.flatMap(({ carrier, along }) => [carrier, ...along].map(conversationOf)));
  const again = all.filter((one) => one.again && one.notBefore <= now && !spoken.has(conversationOf(one)));
  const oldest = [...Map.groupBy(again, conversationOf).values()].flatMap((some) => some.toSorted(byAge).slice(0, 1));
  return [...fresh, ...oldest.map((carrier) => ({ carrier, along: [] }))];
}

const conversationOf = ({ endpointId, thread }: Waiting): string => `${endpointId} ${thread}`;

function together(waiting: readonly Waiting[], now: number): Gathering[] {
  const conversations = [...Map.groupBy(waiting, conversationOf).values()];
  const ready = conversations.flatMap((all) => {
    const newest = newestOf(all.filter(({ notBefore }) => notBefore <= now));
    return newest ? [{ newest, members: all.filter(({ signalId }) => signalId <= newest.signalId) }] : [];
  });
  const messages = Map.groupBy(ready, ({ newest }) =>
    newest.why !== null && CALM.has(newest.why) ? `${newest.endpointId}` : conversationOf(newest),
  );
  return [...messages.values()].flatMap((some) => {
    const carrier = newestOf(some.map(({ newest }) => newest));
    const members = some.flatMap((one) => one.members);
    return carrier ? [{ carrier, along: members.filter(({ id }) => id !== carrier.id) }] : [];
  });
}

/** Of the newest signal the one that was due first. */
const newestOf = (some: readonly Waiting[]): Waiting | undefined =>
  some.toSorted((a, b) => b.signalId - a.signalId || byAge(a, b))[0];
const byAge = (a: Waiting, b: Waiting): number =>
  a.signalId - b.signalId || a.notBefore - b.notBefore || (a.id < b.id ? -1 : 1);
