export { postLanguage as POST } from "@/lib/i18n/language.ts";
