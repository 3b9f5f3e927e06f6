import { expect, test } from "vitest";
import { InvalidInputError } from "./errors.ts";
import { describeError } from "./log.ts";

test("a parser's message never reaches the log, because it quotes its input", () => {
  const caught = (() => {
    try {
      return JSON.parse("Nancy Berggren");
    } catch (error) {
      return error;
    }
  })();
  expect((caught as Error).message).toContain("Nancy");
  const said = JSON.stringify(describeError(caught));
  expect(said).toContain("SyntaxError");
  expect(said).not.toContain("Nancy");
});

test("a driver's code is kept, its message is not", () => {
  const error = Object.assign(new Error('duplicate key "2512489996"'), { code: "23505" });
  expect(describeError(error)).toMatchObject({ type: "Error", code: "23505" });
  expect(JSON.stringify(describeError(error))).not.toContain("2512489996");
});

test("our own errors say what they mean", () => {
  expect(describeError(new InvalidInputError("period", "unknown_period"))).toMatchObject({
    type: "InvalidInputError",
    code: "unknown_period",
    message: "period: unknown_period",
  });
});
