import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { contactOf, vapidKeys } from "./vapid.ts";

test("of every secret comes one key pair of the curve, the same on every machine", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 32 }), (secret) => {
      const { publicKey, privateKey } = vapidKeys(secret, "mailto:a@b.example");
      expect(vapidKeys(secret, "mailto:a@b.example").privateKey).toBe(privateKey);
      const point = Buffer.from(publicKey, "base64url");
      const [x, y] = [point.subarray(1, 33).toString("base64url"), point.subarray(33).toString("base64url")];
      const jwk = { kty: "EC", crv: "P-256", x, y };
      const signature = sign(
        "sha256",
        Buffer.from("x"),
        createPrivateKey({ key: { ...jwk, d: privateKey }, format: "jwk" }),
      );
      expect(verify("sha256", Buffer.from("x"), createPublicKey({ key: jwk, format: "jwk" }), signature)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test("another secret has another key", () => {
  const [one, other] = ["a", "b"].map((sign) => vapidKeys(sign.repeat(32), "").publicKey);
  expect(one).not.toBe(other);
});

test.each([
  ["Varsling <varsling@overblik.example>", "https://overblik.example", "mailto:varsling@overblik.example"],
  ["varsling@overblik.example", undefined, "mailto:varsling@overblik.example"],
  ["Kvitteringsoverblik <varsling@localhost>", "https://overblik.example", "https://overblik.example"],
  ["Kvitteringsoverblik <varsling@localhost>", "http://overblik.local", "mailto:varsling@localhost"],
])("a push service turns to %s or %s: %s", (from, origin, contact) => {
  expect(contactOf(from, origin)).toBe(contact);
});
