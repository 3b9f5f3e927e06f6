/** What this process has counted since it began. Shared by every bundle of the process, so it hangs on the global object. */
type Counters = { eventsAccepted: number; eventsDuplicate: number; eventsRejected: number; openStreams: number };

const KEY = Symbol.for("kvitteringsoverblik.counters");
const shared = globalThis as typeof globalThis & { [KEY]?: Counters };

/** The counters themselves: intake and the live stream change them, `/api/metrics` reads them. */
export function counters(): Counters {
  shared[KEY] ??= { eventsAccepted: 0, eventsDuplicate: 0, eventsRejected: 0, openStreams: 0 };
  return shared[KEY];
}
