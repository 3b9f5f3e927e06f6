import { z } from "zod";
import { deviceKeys } from "../../notices/channels/push.ts";
import { typed } from "../../status/fields.ts";
import { numberOf } from "./number.ts";

const common = { label: typed(80), locale: z.enum(["da", "en"]) };

const device = { url: z.url({ protocol: /^https$/ }).max(1_000), keys: deviceKeys };
/** A browser, by the address its push service gave it. */
export const newDevice = z.strictObject({ ...common, ...device });

/** A browser whose push service gave it another address, with what proves that it had the old one. */
export const renewedDevice = z.strictObject({
  before: z.strictObject({ url: device.url, auth: deviceKeys.shape.auth }),
  now: z.strictObject(device),
});

/** Address and keys in what a browser says of its subscription (Push API, `PushSubscription.toJSON`). */
export function deviceFrom(json: string): { url?: unknown; keys?: unknown } {
  try {
    const { endpoint: url, keys } = JSON.parse(json);
    return { url, keys };
  } catch {
    return {};
  }
}

/** A telephone; its number becomes as E.164 has it. */
export const newNumber = z.strictObject({
  ...common,
  number: z
    .string()
    .max(40)
    .transform((text, context) => {
      const number = numberOf(text);
      if (number !== null) return number;
      context.addIssue({ code: "custom", params: { code: "no_number" } });
      return z.NEVER;
    }),
});
