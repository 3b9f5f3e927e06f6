import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { referenceSql } from "./reference-sql.ts";

test("the reference migration says what the lists beside it say", () => {
  const migration = new URL("../migrations/20261101000300_reference/migration.sql", import.meta.url);
  expect(readFileSync(migration, "utf8")).toBe(referenceSql());
});
