import { ConflictError, InvalidInputError } from "../../errors.ts";
import type { Ask } from "../../status/ask.ts";
import { type Asked, askedFault, type Reached } from "./rules.ts";
import type { Recipients, ToBeTold } from "./shapes.ts";
import { brakeOf } from "./sql.ts";

/** Throws ConflictError `recipients_changed` or InvalidInputError on `recipients` where others are told than was shown. */
export async function requireAsked(ask: Ask, reached: Reached, asked: Asked): Promise<void> {
  const fault = askedFault(reached, asked, await brakeOf(ask));
  if (fault === "not_the_number") throw new InvalidInputError("recipients", fault);
  if (fault) throw new ConflictError("Others are told than was shown", fault);
}

/** Likewise, where nobody need be told: throws ConflictError `tells_others` where somebody is and no number was shown. */
export async function requireShown(ask: Ask, reached: Reached, asked: Asked): Promise<void> {
  if (asked.shown === undefined && reached.addresses > 0)
    throw new ConflictError("Others are told, and it was not shown whom", "tells_others");
  await requireAsked(ask, reached, asked);
}

/** Those recipients, and whether their number must be typed. */
export const toBeTold = async (ask: Ask, recipients: Recipients): Promise<ToBeTold> => ({
  ...recipients,
  mustType: recipients.total > (await brakeOf(ask)),
});
