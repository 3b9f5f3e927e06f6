import { expect, test } from "vitest";
import type { ObjectiveRow } from "@/lib/status/objectives/shapes.ts";
import { standingOf } from "./lead-rules.ts";

const service = (...used: (number | null)[]) =>
  ({ running: used.map((share) => ({ burn: { used: share } })) }) as unknown as ObjectiveRow;

test.each<[string, ObjectiveRow[], ReturnType<typeof standingOf>]>([
  ["nothing is promised", [service()], { promises: 0, kept: 0, broken: 0, unmeasured: 0 }],
  ["what is used up is still kept", [service(0, 1)], { promises: 2, kept: 2, broken: 0, unmeasured: 0 }],
  ["more than all is broken", [service(0.2, 1.01)], { promises: 2, kept: 1, broken: 1, unmeasured: 0 }],
  [
    "what nobody measured is not kept",
    [service(null, null), service(0)],
    { promises: 3, kept: 1, broken: 0, unmeasured: 2 },
  ],
])("%s", (_, services, expected) => expect(standingOf(services)).toEqual(expected));
