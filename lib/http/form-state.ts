/** What a form knows of its last answer. A form that went well leads on to a page, so there is only what went wrong. */
export type FormState = {
  /** In the reader's language; `field` is the name of the field to blame, `label` what it is called. */
  problem: { code: string; field: string | null; label: string | null; text: string } | null;
  /** What was typed, by field. */
  values: Record<string, string[]>;
  /** Counts the answers: each starts the fields anew from what was typed. */
  turn: number;
};

export const UNTOUCHED: FormState = { problem: null, values: {}, turn: 0 };

export type FormAction = (before: FormState, form: FormData) => Promise<FormState>;
