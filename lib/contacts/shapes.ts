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

/** Whom to call at an organisation just now. */
export type OnCall = {
  organisation: { id: number; name: string };
  first: ContactRow[];
  second: ContactRow[];
  /** Who is next, and when, where nobody is on call; null where somebody is, or nobody ever is. */
  next: { contact: ContactRow; at: string } | null;
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
  /** Whom to call just now, a row per organisation. */
  onCall: OnCall[];
  /** Contacts of the reader's own organisation that nobody has looked at for a year. */
  ownDue: number;
  asOf: string;
};

/** A line of a file that cannot be taken, and what is wrong with which of its fields: a code of ours. */
export type BadLine = { line: number; field: string | null; code: string };

/** A contact as a file has it. */
export type PlannedContact = Pick<ContactRow, "organisation" | "function" | "rank" | "email" | "phone" | "hours"> & {
  line: number;
};

/** What a file would do to a list. `seal` is of all of it: what is shown is what is done. */
export type ImportPlan = {
  added: PlannedContact[];
  changed: { before: ContactRow; after: PlannedContact }[];
  /** In the file as they are. */
  same: { id: number; version: number }[];
  /** On the list and not in the file. */
  untouched: number;
  bad: BadLine[];
  seal: string;
};
