import { authAnswer } from "@/lib/access/nextauth.ts";

type Context = { params: Promise<{ nextauth: string[] }> };
const answer = async (request: Request, { params }: Context) => authAnswer(request, (await params).nextauth);

export { answer as GET, answer as POST };
