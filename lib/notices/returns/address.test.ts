import fc from "fast-check";
import { expect, test } from "vitest";
import { LONGEST_RETURN_NAME, readReturn, returnAddress } from "./address.ts";

const BASE = "retur@overblik.example";
const uuid = fc.uuid();
const MAILED = { dispatchId: "ffffffff-ffff-8fff-8fff-ffffffffffff" };

test("a return address says which mail it was, also where the case was changed on the way", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        uuid.map((dispatchId) => ({ dispatchId })),
        fc.nat().map((endpointId) => ({ endpointId })),
      ),
      (mailed) => {
        const address = returnAddress(BASE, mailed);
        expect(readReturn(BASE, address)).toEqual(mailed);
        expect(readReturn(BASE, address.toUpperCase())).toEqual(mailed);
      },
    ),
  );
});

test("nothing else is one: another name, another domain, another mail's signature, a letter changed", () => {
  const address = returnAddress(BASE, MAILED);
  const other = returnAddress(BASE, { dispatchId: "11111111-1111-8111-8111-111111111111" });
  const forged = `${other.slice(0, "retur+d".length + 25)}${address.slice("retur+d".length + 25)}`;
  for (const none of [
    ...[BASE, "", "@", "retur+@overblik.example", forged, `x${address}`, `${address}.example`],
    ...[address.replace("retur", "andet"), address.replace("overblik", "andet"), address.replace("+d", "+e")],
  ])
    expect(readReturn(BASE, none)).toBeNull();
  fc.assert(
    fc.property(fc.integer({ min: "retur+d".length, max: address.indexOf("@") - 1 }), (place) => {
      const changed = `${address.slice(0, place)}${address[place] === "0" ? "1" : "0"}${address.slice(place + 1)}`;
      expect(readReturn(BASE, changed)).toBeNull();
    }),
  );
});

test("what stands before the @ is no longer than 64 octets (RFC 5321)", () => {
  const name = "r".repeat(LONGEST_RETURN_NAME);
  fc.assert(
    fc.property(uuid, (dispatchId) => {
      expect(returnAddress(`${name}@x.example`, { dispatchId }).indexOf("@")).toBe(64);
    }),
  );
});
