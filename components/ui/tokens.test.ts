import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RECEIPT_STATES } from "@/lib/ledger/states.ts";

const css = (file: string) => readFileSync(join(import.meta.dirname, "../../styles", file), "utf8");

/** The roles a block sets, with their values. */
function roles(block: string | undefined): Map<string, string> {
  return new Map(
    [...(block ?? "").matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, role, value]) => [role ?? "", value ?? ""]),
  );
}
const tokens = css("tokens.css");
const light = roles(tokens.slice(0, tokens.indexOf("\n[data-density")));
const bySystem = roles(/:root:not\(\[data-theme="light"\]\)\s*\{([^}]*)\}/.exec(tokens)?.[1]);
const byChoice = roles(/:root\[data-theme="dark"\]\s*\{([^}]*)\}/.exec(tokens)?.[1]);

test("dark is the same whether the system or the reader chose it", () => {
  expect(bySystem.size).toBeGreaterThan(50);
  expect([...byChoice]).toEqual([...bySystem]);
});
test("every dark role is a light role too, and every colour of a state is in both", () => {
  for (const role of bySystem.keys()) expect(light.has(role), role).toBe(true);
  for (const role of [...light.keys()].filter((name) => /^--(st|sv|sev)-/.test(name))) {
    expect(bySystem.has(role), role).toBe(true);
  }
});
test("every receipt state has its colours", () => {
  const states = css("states.css");
  for (const state of RECEIPT_STATES) {
    expect(states).toContain(`[data-state="${state}"]`);
    for (const part of ["ink", "fill", "tint"])
      expect(light.has(`--st-${state.replaceAll("_", "-")}-${part}`)).toBe(true);
  }
});
