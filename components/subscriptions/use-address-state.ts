import { useTranslations } from "next-intl";
import { useFormat } from "@/components/ui/use-format.ts";
import { type Channel, isFetched } from "@/lib/subscriptions/shapes.ts";

const DISABLED = ["hard_bounce", "failing", "unconfirmed", "by_owner", "no_access", "revoked"];
type Address = {
  channel: Channel;
  confirmedAt: string | null;
  disabledAt: string | null;
  disabledWhy: string | null;
};

/** Whether an address can be reached, in words. */
export function useAddressState(): (address: Address, asOf: string) => string {
  const t = useTranslations("subscriptions.address");
  const format = useFormat();
  return ({ channel, confirmedAt, disabledAt, disabledWhy }, asOf) => {
    if (disabledAt !== null) return t(`disabled.${DISABLED.find((why) => why === disabledWhy) ?? "revoked"}`);
    if (confirmedAt === null) return t("unconfirmed");
    return t(isFetched(channel) ? "feed.ready" : "confirmed", { time: format.date(confirmedAt, asOf) });
  };
}
