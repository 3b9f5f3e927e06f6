import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { referenceSql, servicesSql } from "./reference-sql.ts";

test.each([
  ["20261101000300_reference", referenceSql],
  ["20261127000050_services", servicesSql],
])("the migration %s says what the lists beside it say", (name, sql) => {
  const migration = new URL(`../migrations/${name}/migration.sql`, import.meta.url);
  expect(readFileSync(migration, "utf8")).toBe(sql());
});
