import { randomBytes } from "node:crypto";
import { hashPassword } from "../access/password.ts";
import type { Role } from "../access/viewer.ts";
import { prisma } from "../db/prisma.ts";

export type DemoAccount = { email: string; password: string; role: Role; organisation: string };

/** Functions, not persons: who signs in, in which role, for which organisation (municipalities by code). */
const ACCOUNTS: readonly { email: string; name: string; role: Role; organisation: string }[] = [
  { email: "vagt@kombit.example", name: "Driftsvagten", role: "operator", organisation: "KOMBIT" },
  { email: "revision@kombit.example", name: "Revisionen", role: "auditor", organisation: "KOMBIT" },
  { email: "drift@lyngbjerg.example", name: "Driftsvagten", role: "vendor", organisation: "Lyngbjerg Systemer" },
  { email: "drift@tvedskov.example", name: "Driftsvagten", role: "vendor", organisation: "Tvedskov Data" },
  { email: "drift@systematic.example", name: "Driftsvagten", role: "vendor", organisation: "Systematic" },
  { email: "vagt@nordjylland.example", name: "It-vagten", role: "region", organisation: "Region Nordjylland" },
  { email: "vagt@midtjylland.example", name: "It-vagten", role: "region", organisation: "Region Midtjylland" },
  { email: "sundhedsvagt@aalborg.example", name: "Sundhedsvagten", role: "municipality", organisation: "0851" },
  { email: "sundhedsvagt@kolding.example", name: "Sundhedsvagten", role: "municipality", organisation: "0621" },
  { email: "sundhedsvagt@herlev.example", name: "Sundhedsvagten", role: "municipality", organisation: "0163" },
];

/** Makes the accounts with random passwords, which are told this once. */
export async function makeAccounts(): Promise<DemoAccount[]> {
  const accounts: DemoAccount[] = [];
  for (const { email, name, role, organisation } of ACCOUNTS) {
    const { id: organisationId, name: shown } = await prisma().organisation.findFirstOrThrow({
      where: /^\d{4}$/.test(organisation) ? { kind: "municipality", code: organisation } : { name: organisation },
      select: { id: true, name: true },
    });
    const password = randomBytes(15).toString("base64url");
    await prisma().person.create({
      data: {
        email,
        name,
        demo: true,
        passwordHash: await hashPassword(password),
        grants: { create: { organisationId, role, validFrom: new Date("1990-01-01") } },
      },
    });
    accounts.push({ email, password, role, organisation: shown });
  }
  return accounts;
}
