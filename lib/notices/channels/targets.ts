import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";

/** Ranges no address of somebody else's may lead to unless a setting says so: private, loopback, link-local, metadata, multicast, documentation. */
const INSIDE = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  INSIDE.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [
  ["::", 96],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const)
  INSIDE.addSubnet(network, prefix, "ipv6");

export type Target = { address: string; family: 4 | 6 };
/** Why an address is no target: `scheme`, `credentials`, `unresolved` or `private`. */
export type NoTarget = { refused: "scheme" | "credentials" | "unresolved" | "private" };

/** Whether an IP address lies inside: in a network of ours or nobody's. IPv4 written as IPv6 counts as what it is. */
export function isInside(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  return INSIDE.check(plain, isIP(plain) === 6 ? "ipv6" : "ipv4");
}

type Resolve = (host: string) => Promise<{ address: string; family: number }[]>;
const resolveAll: Resolve = (host) => lookup(host, { all: true });

/**
 * The one address a host may be reached at now. A host that has any address inside is refused whole, so that a name which
 * answers differently each time leads nowhere. `anywhere` is for tests and closed networks.
 */
export async function targetOf(url: URL, anywhere: boolean, resolve: Resolve = resolveAll): Promise<Target | NoTarget> {
  if (url.protocol !== "https:" && !(anywhere && url.protocol === "http:")) return { refused: "scheme" };
  if (url.username || url.password) return { refused: "credentials" };
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const found = isIP(host) ? [{ address: host, family: isIP(host) }] : await resolve(host).catch(() => []);
  const [first] = found;
  if (!first) return { refused: "unresolved" };
  if (!anywhere && found.some(({ address }) => isInside(address))) return { refused: "private" };
  return { address: first.address, family: first.family === 6 ? 6 : 4 };
}
