import { useTranslations } from "next-intl";
import { isKnownWhy } from "@/components/told/codes.ts";
import { State } from "@/components/ui/state.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { ReceiptState } from "@/lib/ledger/states.ts";
import type { Attempt, DeliveryLine, DeliveryState } from "@/lib/notices/deliveries/shapes.ts";
import { type Channel, isFetched } from "@/lib/subscriptions/shapes.ts";
import styles from "./deliveries.module.css";

/** Each has a shape and a word; the colour is that of a receipt that means the same. */
const MARKS: Record<DeliveryState, ReceiptState> = {
  ...{ waiting: "pending", again: "pending", held: "transient", sending: "transient", sent: "ok", failed: "fatal" },
  ...{ stopped: "late_negative", gathered: "not_due" },
};

/** How far a delivery has come, why, and when it is tried next and for the last time. */
export function Delivered({ line, asOf }: { line: DeliveryLine; asOf: string }) {
  const t = useTranslations("deliveries");
  const told = useTranslations("told.why");
  const format = useFormat();
  const { state, why, sentAt, nextAt, lastAt } = line;
  const said = [
    ...(sentAt === null ? [] : [t("arrived", { time: format.sinceTime(sentAt, asOf) })]),
    ...(why === null ? [] : [told(isKnownWhy(why) ? why : "other")]),
    ...(nextAt === null ? [] : [t("next", { time: format.sinceTime(nextAt, asOf) })]),
    ...(lastAt === null ? [] : [t("last", { time: format.sinceTime(lastAt, asOf) })]),
  ];
  return (
    <>
      <State state={MARKS[state]}>{t(`state.${state}`)}</State>
      {said.map((words) => (
        <span key={words} className={styles.under}>
          {words}
        </span>
      ))}
    </>
  );
}

/** What the other end answers with is a number: HTTP's of a webhook, the mail server's of a mail. */
const STATUS: Partial<Record<Channel, string>> = { webhook: "HTTP", push: "HTTP", sms: "HTTP", email: "SMTP" };
/** What came of an attempt, in words of our own: `deliveries.code.{code}`. */
const CODES = [
  ...["sent", "refused", "deferred", "unreachable", "unresolved", "no_such_address", "not_signed_in", "not_set_up"],
  ...["no_access", "gone", "redirect", "failed", "target_private", "target_scheme", "target_credentials"],
  ...["mailbox_refused", "mailbox_deferred"],
  ...["returned_address", "returned_passing", "returned_policy", "returned_unreported"],
];

type Tried = Omit<Attempt, "nr">;
/** What came of one attempt: `503 afvist, 41 ms`. */
export function useOutcome(channel: Channel): (tried: Tried) => string {
  const t = useTranslations("deliveries");
  const format = useFormat();
  return ({ code, status, ms }) => {
    const answer = status === null ? "" : `${STATUS[channel] ?? ""} ${status} `.trimStart();
    const took = ms === null ? "" : `, ${format.number(ms)} ms`;
    const known = code === "sent" && isFetched(channel) ? "ready" : CODES.includes(code) ? code : "other";
    return `${answer}${t(`code.${known}`)}${took}`;
  };
}

/** Every attempt, oldest first. */
export function Attempts({
  attempts,
  channel,
  asOf,
}: {
  attempts: readonly Attempt[];
  channel: Channel;
  asOf: string;
}) {
  const t = useTranslations("deliveries");
  const format = useFormat();
  const outcome = useOutcome(channel);
  if (attempts.length === 0) return t("untried");
  const time = (at: string) => `${format.date(at, asOf)} ${format.timeWithSeconds(at)}`;
  return (
    <ol className={styles.attempts}>
      {attempts.map((one) => (
        <li key={one.nr}>
          <time dateTime={one.at}>{time(one.at)}</time> {outcome(one)}
        </li>
      ))}
    </ol>
  );
}
