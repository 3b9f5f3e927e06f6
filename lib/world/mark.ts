import { prisma } from "../db/prisma.ts";

let known: boolean | undefined;

/** Whether the data are made up. Asked once per process: a world does not change its kind while it is shown. */
export async function isDemo(): Promise<boolean> {
  known ??= (await prisma().meta.findUnique({ where: { key: "demo" } })) !== null;
  return known;
}
