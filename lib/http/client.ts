import { isIP } from "node:net";

/**
 * The network a call comes from, as one counts by: an IPv4 address, or the first half of an IPv6 address, since one
 * household or office has all of the other half. `proxies` stand in front, and each adds whom it saw to the end of
 * `forwarded`; what stands before that anybody can write, so it is not believed.
 */
export function clientOf(
  { remote, forwarded }: { remote: string | undefined; forwarded: string | undefined },
  proxies: number,
): string {
  const named = (forwarded ?? "").split(",").map((one) => one.trim());
  const seen = [...named.filter(Boolean), remote ?? ""];
  const address = (seen.at(-1 - proxies) ?? seen[0] ?? "").replace(/^::ffff:(?=\d+\.)/i, "");
  if (isIP(address) !== 6) return isIP(address) === 4 ? address : "unknown";
  const [head = "", tail] = address.split("%")[0]?.toLowerCase().split("::") ?? [];
  const groups = head.split(":").filter(Boolean);
  const after = tail?.split(":").filter(Boolean) ?? [];
  const zeros = tail === undefined ? 0 : 8 - groups.length - after.length;
  return [...groups, ...Array<string>(Math.max(0, zeros)).fill("0"), ...after]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
