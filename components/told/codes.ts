/** Why something is not sent, or did not arrive: `told.why.{code}`. What is not named here is said as "other". */
const WHYS = [
  ...[
    "quiet",
    "digest",
    "interval",
    "cap",
    "brake",
    "hold",
    "cancelled",
    "left",
    "ended",
    "too_late",
    "hard_bounce",
    "failing",
    "by_owner",
  ],
  ...["no_such_address", "returned", "refused", "deferred", "unreachable", "not_signed_in", "not_set_up", "unresolved"],
  ...["gone", "redirect", "failed", "target_private", "target_scheme", "unconfirmed", "no_access", "revoked"],
  ...["mailbox_refused", "mailbox_deferred", "target_credentials"],
  ...["no_credit", "not_allowed", "no_such_number", "not_delivered"],
];

export const isKnownWhy = (why: string): boolean => WHYS.includes(why);
