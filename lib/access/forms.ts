import { z } from "zod";
import { cookiesOf } from "../http/cookies.ts";
import { sameOrigin } from "../http/origin.ts";
import { claimsOf, grantsInForce } from "./claims.ts";
import { grantCookie, secureCookies } from "./cookies.ts";
import { demoPassword, demoSignInOn } from "./demo.ts";
import { authPost, DEMO } from "./nextauth.ts";
import { OIDC, oidcProvider } from "./oidc.ts";

const HOME = "/receipts";
const notFound = () => new Response(null, { status: 404 });
const refused = () => new Response(null, { status: 403 });
const seeOther = (location: string) => new Response(null, { status: 303, headers: { location } });

const demoForm = z.object({ email: z.string().max(200) });

/** One click on a demo account. There is no such address where demo sign-in is off. */
export async function postDemoSignIn(request: Request): Promise<Response> {
  if (!(await demoSignInOn())) return notFound();
  if (!sameOrigin(request)) return refused();
  const form = demoForm.safeParse(await fieldsOf(request));
  const password = form.success ? await demoPassword(form.data.email) : null;
  if (!form.success || password === null) return seeOther("/sign-in?error=CredentialsSignin");
  return authPost(request, ["callback", DEMO], { email: form.data.email, password, callbackUrl: HOME });
}

/** On to the OpenID Connect provider. There is no such address where none is configured. */
export async function postOidcSignIn(request: Request): Promise<Response> {
  if (!oidcProvider()) return notFound();
  if (!sameOrigin(request)) return refused();
  return authPost(request, ["signin", OIDC], { callbackUrl: HOME });
}

/** Ends the session, and forgets the chosen organisation. */
export async function postSignOut(request: Request): Promise<Response> {
  if (!sameOrigin(request)) return refused();
  const answer = await authPost(request, ["signout"], { callbackUrl: "/" });
  answer.headers.append("set-cookie", `${grantCookie()}=; Path=/; Max-Age=0`);
  return answer;
}

const grantForm = z.object({ grant: z.coerce.number().int().positive() });

/** Looks from another of one's organisations. A grant of somebody else changes nothing. */
export async function postGrant(request: Request): Promise<Response> {
  if (!sameOrigin(request)) return refused();
  const cookies = cookiesOf(request);
  const { personId } = await claimsOf((name) => cookies[name]);
  if (personId === null) return seeOther("/sign-in");
  const form = grantForm.safeParse(await fieldsOf(request));
  const grants = await grantsInForce(personId, new Date());
  const answer = seeOther(HOME);
  if (form.success && grants.some((grant) => grant.grantId === form.data.grant)) {
    const flags = `Path=/; HttpOnly; SameSite=Lax${secureCookies() ? "; Secure" : ""}`;
    answer.headers.append("set-cookie", `${grantCookie()}=${form.data.grant}; ${flags}`);
  }
  return answer;
}

async function fieldsOf(request: Request): Promise<Record<string, unknown>> {
  const form = await request.formData().catch(() => null);
  return form ? Object.fromEntries(form) : {};
}
