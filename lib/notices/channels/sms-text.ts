import { SegmentedMessage } from "sms-segments-calculator";

/** Typographic signs as the alphabet of text messages (GSM 03.38) has them; it has æ, ø and å. */
const smart = (text: string): string => new SegmentedMessage(text, "auto", true).graphemes.join("");
const fits = (text: string): boolean => new SegmentedMessage(text).encodingName === "GSM-7";
const OTHERWISE = "?";

/** A text in the alphabet of text messages: dashes and quotes made plain, foreign letters without their marks. */
export function plain(text: string): string {
  const known = [...smart(text.normalize("NFC"))].map((sign) => {
    if (fits(sign)) return sign;
    const [bare = OTHERWISE] = smart(sign.normalize("NFKD"));
    return fits(bare) ? bare : OTHERWISE;
  });
  return known.join("").replaceAll(/\s+/g, " ").trim();
}

/** How many parts are sent and paid for: one of 160 signs, else of 153 each. */
export const partsOf = (text: string): number => new SegmentedMessage(text).segmentsCount;

const MOST_PARTS = 2;
/** What of the words should at least be left beside a link for one part to do. */
const LEAST_WORDS = 40;

/** Words and what must stand whole after them: in one part where that leaves room for words, never more than two. */
export function fitted(words: string, tail: string): string {
  const end = plain(tail);
  const [whole, room] = [plain(words), "x".repeat(LEAST_WORDS)];
  const parts = partsOf(`${room} ${end}`) === 1 ? 1 : MOST_PARTS;
  const wholly = `${whole} ${end}`.trim();
  if (partsOf(wholly) <= parts) return wholly;
  const list = whole.split(" ");
  while (list.length > 1) {
    list.pop();
    const cut = `${list.join(" ")}... ${end}`;
    if (partsOf(cut) <= parts) return cut;
  }
  return end;
}
