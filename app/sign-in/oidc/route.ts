export { postOidcSignIn as POST } from "@/lib/access/forms.ts";
