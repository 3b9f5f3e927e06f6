import { expect, test } from "vitest";
import { reasonsOf } from "./because.ts";

test.each([
  [{ axis: "kinds", value: "incident" }, "slags (driftsforstyrrelse)"],
  [{ axis: "moments", value: "opened" }, "fase (åbnet)"],
  [{ axis: "severity", value: "major" }, "alvor (alvorlig)"],
  // A window has no severity, and is let through by one.
  [{ axis: "severity", value: "" }, "alvor"],
  [{ axis: "types", value: "XDIS17 XDIS20" }, "beskedtype (XDIS17 og XDIS20)"],
  [{ axis: "stations", value: "vans mailbox" }, "led (VANS og postkasser)"],
  [{ axis: "impact", value: "3 120" }, "virkning (3 kommuner og 120 beskeder)"],
  [{ axis: "impact", value: "1" }, "virkning (1 kommune)"],
  [{ axis: "impact", value: "0" }, "virkning"],
  // What nobody knows keeps nothing back, and is said to be unknown.
  [{ axis: "organisations", value: "" }, "organisation (det vides ikke, hvem der er ramt)"],
  [{ axis: "mine", value: "" }, "vedrører jeres organisation"],
  // Ids are nothing to read.
  [{ axis: "organisations", value: "m7" }, "organisation"],
  [{ axis: "mine", value: "12 m7" }, "rammer jeres organisation"],
] as const)("%j is said as %s", (because, words) => {
  expect(reasonsOf([because], "da")).toEqual([words]);
});

test("a window is announced, not opened; what is said twice is said once", () => {
  const because = [
    { axis: "kinds", value: "window" },
    { axis: "moments", value: "opened" },
    { axis: "mine", value: "1" },
    { axis: "mine", value: "2" },
  ] as const;
  expect(reasonsOf(because, "da")).toEqual(["slags (servicevindue)", "fase (varslet)", "rammer jeres organisation"]);
  expect(reasonsOf(because, "en")[0]).toBe("kind (maintenance window)");
});
