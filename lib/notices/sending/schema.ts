import { z } from "zod";

export const hold = z.strictObject({ incidentId: z.coerce.number().int().positive(), hold: z.enum(["on", "off"]) });
