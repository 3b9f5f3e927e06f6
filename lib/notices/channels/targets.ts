import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";

/**
 * Ranges that no address of somebody else's may lead to unless a setting says so: private, loopback, link-local, metadata,
 * multicast, documentation (IANA's registries of special-purpose addresses, RFC 6890).
 */
const INSIDE = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  // Azure's own services for its machines, on an address that looks public.
  ["168.63.129.16", 32],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  INSIDE.addSubnet(network, prefix, "ipv4");
// Of the addresses that IPv6 gives to anybody: protocols' own (Teredo among them), 6to4, documentation.
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  INSIDE.addSubnet(network, prefix, "ipv6");
/** All that IPv6 gives to anybody (RFC 4291 2.4): what is not of it is local, a translation (NAT64), or not given out yet. */
const GIVEN = new BlockList();
GIVEN.addSubnet("2000::", 3, "ipv6");

export type Target = { address: string; family: 4 | 6 };
/** Why an address is no target: `scheme`, `credentials`, `unresolved` or `private`. */
export type NoTarget = { refused: "scheme" | "credentials" | "unresolved" | "private" };

/** Whether an IP address lies inside: in a network of ours or nobody's. IPv4 written as IPv6 counts as what it is. */
export function isInside(address: string): boolean {
  if (isIP(address) !== 6) return INSIDE.check(address, "ipv4");
  const mapped = MAPPED.check(address, "ipv6");
  return INSIDE.check(address, "ipv6") || !(mapped || GIVEN.check(address, "ipv6"));
}
const MAPPED = new BlockList();
MAPPED.addSubnet("::ffff:0:0", 96, "ipv6");

export type Resolve = (host: string) => Promise<{ address: string; family: number }[]>;
const resolveAll: Resolve = (host) => lookup(host, { all: true });

/**
 * The one address a host may be reached at now. A host that has any address inside is refused whole, so that a name which
 * answers differently each time leads nowhere. `anywhere` is for tests and closed networks. A name whose server lets us wait
 * is unknown once `signal` says that it has been long enough.
 */
export async function targetOf(
  url: URL,
  anywhere: boolean,
  { resolve = resolveAll, signal }: { resolve?: Resolve; signal?: AbortSignal } = {},
): Promise<Target | NoTarget> {
  if (url.protocol !== "https:" && !(anywhere && url.protocol === "http:")) return { refused: "scheme" };
  if (url.username || url.password) return { refused: "credentials" };
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const found = isIP(host)
    ? [{ address: host, family: isIP(host) }]
    : await within(signal, resolve(host)).catch(() => []);
  const [first] = found;
  if (!first) return { refused: "unresolved" };
  if (!anywhere && found.some(({ address }) => isInside(address))) return { refused: "private" };
  return { address: first.address, family: first.family === 6 ? 6 : 4 };
}

/** What is promised, unless it takes too long. */
function within<T>(signal: AbortSignal | undefined, promise: Promise<T>): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error("Not in time"));
    signal.addEventListener("abort", late, { once: true });
    if (signal.aborted) late();
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", late));
  });
}
