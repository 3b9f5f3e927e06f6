import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type { Namespace } from "@/lib/i18n/messages.ts";

const ALWAYS: readonly Namespace[] = ["common", "shell", "states"];

/** Gives the client components below the texts of these areas and no others: texts weigh on every page. */
export async function Texts({ of = [], children }: { of?: readonly Namespace[]; children: ReactNode }) {
  const messages: Record<string, unknown> = await getMessages();
  const picked = Object.fromEntries([...ALWAYS, ...of].map((namespace) => [namespace, messages[namespace]]));
  return <NextIntlClientProvider messages={picked}>{children}</NextIntlClientProvider>;
}
