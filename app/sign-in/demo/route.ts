export { postDemoSignIn as POST } from "@/lib/access/forms.ts";
