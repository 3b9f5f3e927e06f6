import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "../../prisma/generated/client.ts";
import { databaseUrl } from "../env.ts";

let client: PrismaClient | undefined;

/** The directory and access tables (schema `public`), as the owner. */
export function prisma(): PrismaClient {
  client ??= new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl(), max: 4 }) });
  return client;
}

export async function closePrisma(): Promise<void> {
  const closing = client;
  client = undefined;
  await closing?.$disconnect();
}
