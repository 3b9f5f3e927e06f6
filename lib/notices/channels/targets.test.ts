import { describe, expect, test } from "vitest";
import { isInside, targetOf } from "./targets.ts";

const resolving =
  (...addresses: string[]) =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
const target = (url: string, ...addresses: string[]) =>
  targetOf(new URL(url), false, { resolve: resolving(...addresses) });

test.each([
  ["127.0.0.1", true],
  ["127.8.8.8", true],
  ["10.1.2.3", true],
  ["172.16.0.1", true],
  ["172.32.0.1", false],
  ["192.168.1.1", true],
  ["169.254.169.254", true],
  ["100.100.100.200", true],
  ["0.0.0.0", true],
  ["224.0.0.1", true],
  ["8.8.8.8", false],
  ["::1", true],
  ["::", true],
  ["::ffff:127.0.0.1", true],
  ["::ffff:8.8.8.8", false],
  ["fd00::1", true],
  ["fe80::1", true],
  ["64:ff9b::a00:1", true],
  ["2002:7f00:1::", true],
  ["2a00:1450:400f::1", false],
  ["168.63.129.16", true],
  ["192.88.99.1", true],
  ["240.0.0.1", true],
  ["255.255.255.255", true],
  ["::ffff:7f00:1", true],
  ["::ffff:a9fe:a9fe", true],
  ["::ffff:808:808", false],
  ["::127.0.0.1", true],
  ["64:ff9b::808:808", true],
  ["64:ff9b:1::1", true],
  ["fd00:ec2::254", true],
  ["fec0::1", true],
  ["fe80::1%eth0", true],
  ["ff02::1", true],
  ["2001::1", true],
  ["2001:db8::1", true],
  ["3fff::1", true],
  ["5f00::1", true],
  ["100::1", true],
])("%s lies inside: %s", (address, inside) => {
  expect(isInside(address)).toBe(inside);
});

describe("a webhook's target", () => {
  test("is the address its name has now", async () => {
    expect(await target("https://hook.example/x", "93.184.216.34")).toEqual({ address: "93.184.216.34", family: 4 });
  });
  test.each<[string, string, string[], string]>([
    ["plain http", "http://hook.example/", ["93.184.216.34"], "scheme"],
    ["another scheme", "file:///etc/passwd", [], "scheme"],
    ["a password in the address", "https://a:b@hook.example/", ["93.184.216.34"], "credentials"],
    ["a name that is not known", "https://hook.example/", [], "unresolved"],
    ["a name that leads inside", "https://hook.example/", ["10.0.0.7"], "private"],
    ["a name of which one address leads inside", "https://hook.example/", ["93.184.216.34", "127.0.0.1"], "private"],
    ["an address inside, written out", "https://127.0.0.1/", [], "private"],
    ["the same as a number", "https://2130706433/", [], "private"],
    ["the same in octal", "https://0177.0.0.1/", [], "private"],
    ["the same in hexadecimal and short", "https://0x7f.1/", [], "private"],
    ["the same in digits of another script", "https://①②⑦.⓪.⓪.①/", [], "private"],
    ["the same with a dot behind", "https://127.0.0.1./", [], "private"],
    ["the same through a translator", "https://[64:ff9b::7f00:1]/", [], "private"],
    ["nothing at all", "https://0/", [], "private"],
    ["a name that leads inside in IPv6 alone", "https://hook.example/", ["93.184.216.34", "fd00::7"], "private"],
    ["the same as IPv6", "https://[::ffff:7f00:1]/", [], "private"],
    ["the metadata service", "https://169.254.169.254/latest", [], "private"],
  ])("is refused: %s", async (_, url, addresses, refused) => {
    expect(await target(url, ...addresses)).toEqual({ refused });
  });
  test("is unknown where nobody says in time what it is", async () => {
    const [never, aborted] = [new Promise<never>(() => {}), AbortSignal.timeout(20)];
    const asked = targetOf(new URL("https://slow.example/"), false, { resolve: () => never, signal: aborted });
    expect(await asked).toEqual({ refused: "unresolved" });
    const late = targetOf(new URL("https://slow.example/"), false, { resolve: () => never, signal: aborted });
    expect(await late).toEqual({ refused: "unresolved" });
  });
  test("may lie inside where a setting says so", async () => {
    expect(await targetOf(new URL("http://127.0.0.1:9/"), true)).toEqual({ address: "127.0.0.1", family: 4 });
  });
});
