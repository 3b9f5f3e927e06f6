import "@fontsource-variable/atkinson-hyperlegible-next";
import "@fontsource-variable/atkinson-hyperlegible-mono";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Sprite } from "@/components/ui/sprite.tsx";
import { Texts } from "@/components/ui/texts.tsx";
import { THEME_COOKIE, themeOf } from "@/lib/i18n/theme.ts";

export const viewport: Viewport = { colorScheme: "light dark", themeColor: "#0d2831" };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common");
  const product = t("product");
  return {
    title: { default: product, template: `%s · ${product}` },
    ...{ robots: { index: false }, appleWebApp: { title: t("productShort") } },
    icons: { apple: "/icons/apple-180.png" },
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  return (
    <html lang={await getLocale()} data-theme={themeOf(jar.get(THEME_COOKIE)?.value)}>
      <body>
        <Sprite />
        <Texts>{children}</Texts>
      </body>
    </html>
  );
}
