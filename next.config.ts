import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";
import { isDevelopment } from "./lib/env.ts";

// Next writes small inline scripts into every page, and a nonce would make each page dynamic; development evaluates too.
const scripts = `'self' 'unsafe-inline'${isDevelopment() ? " 'unsafe-eval'" : ""}`;

const securityHeaders = [
  {
    key: "Content-Security-Policy",
    value: [
      "default-src 'self'",
      `script-src ${scripts}`,
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join("; "),
  },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  // Browsers heed it over HTTPS only, so it costs a local start nothing.
  { key: "Strict-Transport-Security", value: "max-age=31536000" },
];

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["pg", "pg-boss", "pino"],
  // `npm test` runs tsc over the whole project, scripts included; the build need not do it again.
  typescript: { ignoreBuildErrors: true },
  // TypeScript 7 has no JavaScript API for Next to call.
  experimental: { useTypeScriptCli: true },
  // Where links in messages that were sent before once led.
  redirects: async () => [
    { source: "/incidents/:number/told", destination: "/told/incident/:number", permanent: true },
  ],
  headers: async () => [
    { source: "/:path*", headers: securityHeaders },
    // Their address is a secret, which no link that is followed from them may tell.
    {
      source: "/:kind(feeds|calendar)/personal/:file",
      headers: [{ key: "Referrer-Policy", value: "no-referrer" }],
    },
  ],
};

export default createNextIntlPlugin("./lib/i18n/request.ts")(config);
