import { env } from "../env.ts";

/** Cookies are for HTTPS only where people come that way. */
export const secureCookies = (): boolean => env().PUBLIC_URL?.startsWith("https://") ?? false;

const prefixed = (name: string): string => (secureCookies() ? `__Secure-${name}` : name);

/** The signed and encrypted session: a person's number, nothing else. */
export const sessionCookie = (): string => prefixed("next-auth.session-token");
/** Which of a person's grants they look from. */
export const grantCookie = (): string => prefixed("kvit.grant");
