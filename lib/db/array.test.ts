import fc from "fast-check";
import { expect, test } from "vitest";
import { arrayText } from "./array.ts";
import { ownerPool } from "./pool.ts";
import { useFreshDatabase } from "./testing.ts";

useFreshDatabase();

test("whatever texts a list holds, PostgreSQL reads the same list", async () => {
  // PostgreSQL has no text with a zero character in it.
  const text = fc.oneof(
    fc.string().filter((one) => !one.includes("\u0000")),
    fc.constantFrom("", "NULL", "null", '"', "\\", '\\"', "{}", ",", " a ", "æ\n\t"),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(text)), async (list) => {
      const { rows } = await ownerPool().query("SELECT $1::text[] AS read", [arrayText(list)]);
      expect(rows[0].read).toEqual(list);
    }),
  );
});

test("numbers and truths are read as what they are", async () => {
  const { rows } = await ownerPool().query(
    "SELECT $1::float8[] AS numbers, $2::boolean[] AS truths, $3::bigint[]::text[] AS large",
    [arrayText([1, -2.5, null, 1_764_225_600_000]), arrayText([true, false, null]), arrayText([2n ** 62n])],
  );
  expect(rows[0]).toEqual({
    numbers: [1, -2.5, null, 1_764_225_600_000],
    truths: [true, false, null],
    large: ["4611686018427387904"],
  });
});
