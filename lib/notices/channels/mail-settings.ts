import { readFileSync } from "node:fs";
import { env, publicOrigin } from "../../env.ts";
import { type Mailed, returnAddress } from "../returns/address.ts";

export type MailSettings = {
  url: string;
  from: string;
  /** Where the network returns what cannot be delivered; each mail adds to it what it was. */
  returnTo: string | null;
  dkim: { domainName: string; keySelector: string; privateKey: string } | null;
  origin: string;
  connections: number;
};

/** The settings of mail; null where none is set up. */
export function mailSettings(): MailSettings | null {
  const { SMTP_URL, MAIL_FROM, MAIL_RETURN, DKIM_DOMAIN, DKIM_SELECTOR, DKIM_KEY_FILE } = env();
  if (!SMTP_URL) return null;
  const signed = DKIM_DOMAIN && DKIM_SELECTOR && DKIM_KEY_FILE;
  return {
    ...{ url: SMTP_URL, from: MAIL_FROM, returnTo: MAIL_RETURN ?? null, connections: 10 },
    dkim: signed
      ? { domainName: DKIM_DOMAIN, keySelector: DKIM_SELECTOR, privateKey: readFileSync(DKIM_KEY_FILE, "utf8") }
      : null,
    origin: publicOrigin(),
  };
}

/** Whom the envelope is from: where this very mail returns to. */
export const senderOf = ({ returnTo, from }: MailSettings, mailed: Mailed): string =>
  returnTo === null ? addressIn(from) : returnAddress(returnTo, mailed);
const addressIn = (from: string): string => /<([^>]+)>/.exec(from)?.[1] ?? from;
