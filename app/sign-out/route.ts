export { postSignOut as POST } from "@/lib/access/forms.ts";
