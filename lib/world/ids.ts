/** Ids of what the demo has made, by their codes or names. */
export type Ids = ReadonlyMap<string, number>;

export function need(ids: Ids, key: string): number {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`The demo world lacks ${key}`);
  return id;
}

export const byCode = (rows: readonly { id: number; code: string }[]): Ids =>
  new Map(rows.map(({ id, code }) => [code, id]));
