import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { databaseUrl, env, provideSettings, SettingsError } from "./env.ts";

const NAMES = ["DATABASE_URL", "SECRET", "PORT", "DEMO", "DATA_DIR", "LOG_LEVEL"] as const;

/** An environment with nothing but the given settings. */
const only = (given: Partial<Record<(typeof NAMES)[number], string>>) =>
  provideSettings({ ...Object.fromEntries(NAMES.map((name) => [name, ""])), ...given });

describe("settings", () => {
  beforeEach(() => {
    for (const name of NAMES) vi.stubEnv(name, "");
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    provideSettings({});
  });

  test("an empty setting is a missing one, so the default holds", () => {
    only({ PORT: "", DEMO: "" });
    expect(env()).toMatchObject({ PORT: 3000, DEMO: "on", DATA_DIR: ".data" });
    expect(env().DATABASE_URL).toBeUndefined();
  });

  test("every wrong setting is named in one line that quotes no value", () => {
    only({ PORT: "70000", DEMO: "perhaps", DATABASE_URL: "mysql://u:hunter2@host/db" });
    const wrong = () => env();
    expect(wrong).toThrow(SettingsError);
    expect(wrong).toThrow(/^Settings are wrong\. [^\n]*$/);
    for (const name of ["PORT", "DEMO", "DATABASE_URL"]) expect(wrong).toThrow(name);
    expect(wrong).not.toThrow("hunter2");
  });

  test("the secret is asked for only where it is used, and a short one is refused", () => {
    only({});
    expect(env().PORT).toBe(3000);
    expect(() => env().SECRET).toThrow("SECRET is missing");
    only({ SECRET: "short" });
    expect(() => env()).toThrow("SECRET");
    only({ SECRET: "x".repeat(32) });
    expect(env().SECRET).toBe("x".repeat(32));
  });

  test("a database is named or the line says that it is missing", () => {
    only({});
    expect(() => databaseUrl()).toThrow("DATABASE_URL is missing");
    only({ DATABASE_URL: "postgresql://u@127.0.0.1:5432/db" });
    expect(databaseUrl()).toBe("postgresql://u@127.0.0.1:5432/db");
  });
});
