import { z } from "zod";

const onOff = z.enum(["on", "off"]);
const count = z.coerce.number().int().positive();

/** Every setting the product reads. Empty is missing; what is not named here is never looked at. */
const settings = z.object({
  /** PostgreSQL to use; without it `npm start` runs its own. The role must be able to create roles and schemas. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Keys of letters and sessions are HMACs under it: 32 characters or more, the same on every machine, never changed. */
  SECRET: z.string().min(32).optional(),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  DEMO: onOff.default("on"),
  /** Folder of the embedded database and what belongs to it. */
  DATA_DIR: z.string().default(".data"),
  /** What people type to come here, for links and for sign-in behind a proxy. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** How many proxies stand in front and each add the caller to `X-Forwarded-For`; with 0 the header is not believed. */
  PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().max(60).default("OpenID Connect"),
  /** Where mail is handed in, `smtp://user:password@host:587`; without it no mail is sent, and pages say so. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** Whom mail is from, and where the network returns what cannot be delivered. */
  MAIL_FROM: z.string().max(200).default("Kvitteringsoverblik <varsling@localhost>"),
  MAIL_RETURN: z
    .email()
    // What each mail adds to it must fit before the @ (RFC 5321).
    .regex(/^[^@]{1,21}@/, "at most 21 characters before the @")
    .optional(),
  /** Where what is returned is taken in over SMTP, and on which interface; without a port it is not. */
  MAIL_RETURN_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  MAIL_RETURN_HOST: z.string().max(200).default("127.0.0.1"),
  /** Signs mail where the SMTP server does not: domain, selector and the file of the private key. */
  DKIM_DOMAIN: z.string().max(200).optional(),
  DKIM_SELECTOR: z.string().max(100).optional(),
  DKIM_KEY_FILE: z.string().optional(),
  /** The gateway that sends text messages, the key both sides sign with, and whom they are from; without it none is sent. */
  SMS_URL: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !URL.parse(url)?.username, "must not hold a name or password")
    .optional(),
  SMS_KEY: z.string().min(16).optional(),
  SMS_SENDER: z
    .string()
    .regex(/^([A-Za-z0-9 ]{1,11}|\+?\d{3,15})$/)
    .default("Kvittering"),
  /** `on`: webhooks and push may also lead to private and loopback addresses, and over plain HTTP; for tests and closed networks. */
  WEBHOOK_PRIVATE: onOff.default("off"),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
  /** Set by the starter only: the database is its own, on loopback, so one-click demo accounts may exist. */
  EMBEDDED: z.enum(["0", "1"]).default("0"),
  /** Touched letters waiting for the applier beyond which intake answers 429. */
  INBOX_LIMIT: count.default(500_000),
  /** Set by the starter only: the process that must be alive for this one to go on. */
  STARTER_PID: count.optional(),
  NODE_ENV: z.string().default("production"),
  CI: z.string().optional(),
});
const whole = settings.refine(({ SMS_URL, SMS_KEY }) => (SMS_URL === undefined) === (SMS_KEY === undefined), {
  path: ["SMS_KEY"],
  message: "goes with SMS_URL",
});

type Parsed = z.output<typeof settings>;
/** The settings as read; SECRET is asked for only where it is used, and then it must be there. */
export type Settings = Omit<Parsed, "SECRET"> & { readonly SECRET: string };

/** A setting is missing or wrong. The message is one line, names each setting, and never quotes a value. */
export class SettingsError extends Error {
  override name = "SettingsError";
}

let current: Settings | undefined;

/** The settings, parsed on first use. Throws SettingsError. */
export function env(): Settings {
  current ??= parse(process.env);
  return current;
}

/** The database to use. Throws SettingsError where there is none. */
export function databaseUrl(): string {
  const url = env().DATABASE_URL;
  if (!url) throw new SettingsError("DATABASE_URL is missing");
  return url;
}

/** Where people find us, for links that leave the page. */
export function publicOrigin(): string {
  const { PUBLIC_URL, PORT } = env();
  return PUBLIC_URL ?? `http://127.0.0.1:${PORT}`;
}

/** Settings that a script or a test found out itself; they replace what the environment says, also for its children. */
export function provideSettings(found: Partial<Record<keyof Parsed, string>>): void {
  Object.assign(process.env, found);
  current = undefined;
}

/** The secret of the settings, or the one that is made where the settings have none. */
export function secretOr(made: () => string): string {
  return process.env["SECRET"] ? env().SECRET : made();
}

/** Whether npm runs this process as one of its scripts. */
export const startedByNpm = (): boolean => process.env["npm_lifecycle_event"] !== undefined;

/** What a child process should see: this process's whole environment and the given settings. */
export function childEnvironment(given: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...given };
}

/** next-auth reads this itself: it then takes the host it is handed, which is the public address or the request's own. */
export function letAuthTrustOurHost(): void {
  process.env["AUTH_TRUST_HOST"] = "1";
  // Else it would go before the host it is handed.
  delete process.env["NEXTAUTH_URL"];
}

/** True under the development server, where Next needs more than its pages may do otherwise. */
export const isDevelopment = (): boolean => process.env["NODE_ENV"] === "development";

function parse(raw: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== ""));
  const result = whole.safeParse(given);
  if (!result.success) {
    const wrong = [...new Set(result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`))];
    throw new SettingsError(`Settings are wrong. ${wrong.join("; ")}`);
  }
  const { SECRET: secret, ...rest } = result.data;
  return {
    ...rest,
    get SECRET() {
      if (!secret) throw new SettingsError("SECRET is missing");
      return secret;
    },
  };
}
