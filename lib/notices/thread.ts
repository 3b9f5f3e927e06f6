/** What people are told of in one conversation. */
export const THREAD_KINDS = ["incident", "window", "series", "missing"] as const;
export type ThreadKind = (typeof THREAD_KINDS)[number];
/** An incident by its number, a window by its uid, a series or an episode of missing receipts by its id. */
export type Thread = { kind: ThreadKind; id: string };

export const threadOf = (kind: ThreadKind, id: string | number): string => `${kind}:${id}`;

/** A thread in its parts; null where it is none. */
export function readThread(thread: string): Thread | null {
  const [name, ...rest] = thread.split(":");
  const kind = THREAD_KINDS.find((one) => one === name);
  return kind && rest.length === 1 && rest[0] ? { kind, id: rest[0] } : null;
}

/** What is told of an address that was lost, to its owner alone: nobody else is told in this conversation. */
export const addressThread = (endpointId: number): string => `address:${endpointId}`;

/** What is said to an owner of what they look after: contacts to review, lists of theirs, that no notice reaches them. */
export const OWNER_TOPICS = ["review", "lists", "invitation"] as const;
export type OwnerTopic = (typeof OWNER_TOPICS)[number];
/** `id` is of the reminder or the invitation, or of the organisation whose lists they are. */
export const ownerThread = (topic: OwnerTopic, id: number): string => `${topic}:${id}`;
export function readOwnerThread(thread: string): { topic: OwnerTopic; id: number } | null {
  const [name, id] = thread.split(":");
  const topic = OWNER_TOPICS.find((one) => one === name);
  return topic ? { topic, id: Number(id) } : null;
}

/**
 * The page that tells of it: an incident has its own, windows stand on the front page, missing receipts in the overview, an
 * address among its owner's.
 */
export function pageOf(thread: string): string {
  if (thread.startsWith("address:")) return "/subscriptions";
  if (readOwnerThread(thread) !== null) return "/contacts";
  const found = readThread(thread);
  if (found?.kind === "incident") return `/incidents/${found.id}`;
  return found?.kind === "missing" ? "/receipts" : "/#planned";
}

/** The page of who was told of it; null where nobody but one was ever to be. */
export function toldPath(thread: string): string | null {
  const found = readThread(thread);
  return found && toldHref(found);
}
export const toldHref = ({ kind, id }: Thread): string => `/told/${kind}/${id}`;
