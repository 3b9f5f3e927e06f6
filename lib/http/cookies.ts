/** The cookies a request carries, by name. */
export const cookiesOf = (request: Request): Record<string, string> => cookiesIn(request.headers.get("cookie") ?? "");

/** The cookies in a `Cookie` header, by name. */
export function cookiesIn(header: string): Record<string, string> {
  const pairs = header.split(/;\s*/).filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), decoded(pair.slice(at + 1))];
    }),
  );
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
