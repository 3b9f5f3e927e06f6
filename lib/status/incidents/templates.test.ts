import { describe, expect, test } from "vitest";
import { looksLikePersonNumber } from "../../intake/person-number.ts";
import { PHASES } from "../shapes.ts";
import { filled, TEMPLATES, templatesFor } from "./templates.ts";

const NBSP = "\u00a0";
const figures = {
  service: { da: "Beskedfordeleren", en: "The message distributor" },
  state: { da: "delvist nede", en: "partial outage" },
  ...{ startedAt: "2026-11-24T05:11:00Z", at: "2026-11-24T06:36:00Z", nextUpdateAt: "2026-11-24T07:45:00Z" },
};
const named = (code: string) => {
  const found = TEMPLATES.find((template) => template.code === code);
  if (!found) throw new Error(code);
  return found;
};

describe("templates", () => {
  test.each(PHASES)("there is one for %s, and every one can be filled in both languages", (phase) => {
    const found = templatesFor(phase);
    expect(found.length).toBeGreaterThan(0);
    for (const template of found) {
      const { da, en } = filled(template, figures);
      expect(`${da} ${en}`).not.toMatch(/[{}]|undefined/);
      expect(looksLikePersonNumber(da) || looksLikePersonNumber(en)).toBe(false);
    }
  });

  test("says the state first, then the cause, then what to do, then when we speak again, in Danish time", () => {
    expect(filled(named("monitoring_queue_falls"), figures)).toEqual({
      da: "Fejlen i Beskedfordeleren er rettet kl. 07:36. Køen falder. I skal ikke gøre noget. Næste melding senest kl. 08:45.",
      en: "The trouble in The message distributor was fixed at 07:36. The queue is shrinking. You need take no action. Next update by 08:45.",
    });
  });

  test("a day is said where it is another than the update's, and a promise only where there is one", () => {
    const yesterday = { ...figures, startedAt: "2026-11-23T21:05:00Z", nextUpdateAt: null };
    expect(filled(named("confirmed_unchanged"), yesterday).da).toBe(
      "Beskedfordeleren er stadig delvist nede. Vi arbejder videre på at rette fejlen.",
    );
    const { da, en } = filled(named("suspected_signs"), yesterday);
    expect(da).toContain(`siden den 23.${NBSP}november kl. 22:05.`);
    expect(en).toContain(`since 22:05 on 23${NBSP}November.`);
  });
});
