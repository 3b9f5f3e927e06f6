import type { MetadataRoute } from "next";
import { texts } from "@/lib/i18n/texts.ts";

/** What the product is called and looks like where somebody puts it on a home screen; an iPhone gives notifications to no other page. */
export default function manifest(): MetadataRoute.Manifest {
  const say = texts("da")("common");
  return {
    ...{ id: "/", start_url: "/", scope: "/", display: "standalone", lang: "da", dir: "ltr" },
    ...{ name: say("product"), short_name: say("productShort"), description: say("productSays") },
    // The board and the page, as the tokens have them.
    ...{ theme_color: "#0d2831", background_color: "#edf1f0" },
    icons: [
      { src: "/icons/mark-192.png", sizes: "192x192", type: "image/png", purpose: "any" },
      { src: "/icons/mark-512.png", sizes: "512x512", type: "image/png", purpose: "any" },
      { src: "/icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
  };
}
