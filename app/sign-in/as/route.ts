export { postGrant as POST } from "@/lib/access/forms.ts";
