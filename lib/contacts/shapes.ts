/** When somebody answers: always, or on these days of the week (1 is Monday) between two times of the Danish day. */
export type Span = { days: number[]; from: string; to: string };
export type Hours = "always" | Span[];

/** Whom an organisation is reached by: a function before a person. Times are ISO 8601 in UTC. */
export type ContactRow = {
  id: number;
  organisation: { id: number; name: string };
  function: string;
  /** First or second. */
  rank: 1 | 2;
  email: string | null;
  phone: string | null;
  hours: Hours;
  reviewedAt: string;
  /** Nobody has looked at it for a year. */
  reviewDue: boolean;
  version: number;
  /** Whether the reader may change it: its own organisation, and the list's region. */
  mayChange: boolean;
};

/** Adviseringsliste: a region's, shared with its municipalities. */
export type ContactList = {
  id: number;
  name: string;
  owner: { id: number; name: string };
  contacts: ContactRow[];
  /** For whom the reader may add somebody. */
  mayAddFor: { id: number; name: string }[];
};

export type ContactsPage = {
  lists: ContactList[];
  /** A region that has no list yet may open one. */
  mayOpen: boolean;
  asOf: string;
};
