import parsePhoneNumber from "libphonenumber-js/mobile";

/**
 * Where text messages may go: Denmark, the Faroes and Greenland, whose health services take part, and the countries their
 * neighbours' on-call telephones are from. Each costs about what a Danish one does; the rest of the world may cost a fortune.
 */
const COUNTRIES: ReadonlySet<string> = new Set(["DK", "FO", "GL", "NO", "SE", "DE"]);

/**
 * A number that takes text messages as E.164 has it, `+4520123456`; eight digits are Danish. Null for what is none, for one
 * that costs its caller or takes none (90 and 80 numbers), and for one of another country.
 */
export function numberOf(text: string): string | null {
  const found = parsePhoneNumber(text, "DK");
  return found?.isValid() && COUNTRIES.has(found.country ?? "") ? found.number : null;
}
