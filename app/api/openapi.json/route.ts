import { openApiDocument } from "@/lib/http/openapi.ts";
import { openRoute } from "@/lib/http/route.ts";

export const GET = openRoute(openApiDocument);
