import { z } from "zod";

export const invited = z.strictObject({ organisationId: z.coerce.number().int().positive().max(2_147_483_647) });
