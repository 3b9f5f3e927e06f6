import { expect, test } from "vitest";
import { clientOf } from "./client.ts";

test.each([
  ["the caller itself, with no proxy in front", "192.0.2.7", undefined, 0, "192.0.2.7"],
  ["what it writes of itself is not believed", "192.0.2.7", "198.51.100.1", 0, "192.0.2.7"],
  ["as our proxy saw it", "10.0.0.1", "192.0.2.7", 1, "192.0.2.7"],
  ["also where the caller wrote before it", "10.0.0.1", "6.6.6.6, 192.0.2.7", 1, "192.0.2.7"],
  ["through two of ours", "10.0.0.1", "6.6.6.6, 192.0.2.7, 10.0.0.2", 2, "192.0.2.7"],
  ["as far out as is known, where a proxy says nothing", "10.0.0.1", undefined, 2, "10.0.0.1"],
  ["IPv4 written as IPv6 is itself", "::ffff:192.0.2.7", undefined, 0, "192.0.2.7"],
  ["a household is one", "2001:db8:1:2:3:4:5:6", undefined, 0, "2001:db8:1:2"],
  ["however it is written", "2001:0DB8:1:2::9", undefined, 0, "2001:db8:1:2"],
  ["loopback", "::1", undefined, 0, "0:0:0:0"],
  ["no address is one of all that have none", "10.0.0.1", "<script>", 1, "unknown"],
  ["none at all", undefined, undefined, 0, "unknown"],
])("%s", (_, remote, forwarded, proxies, expected) => {
  expect(clientOf({ remote, forwarded }, proxies)).toBe(expected);
});
