/** Ten digits that begin with a day and a month, with or without a hyphen: it may be a CPR number, so nobody keeps it. */
const PERSON_NUMBER = /(?<!\d)(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d{2}-?\d{4}(?!\d)/;

export const looksLikePersonNumber = (value: string): boolean => PERSON_NUMBER.test(value);

/** An id as it may be kept in the clear: null where it is shaped like a person number (its HMAC still tells it apart). */
export const clearId = (value: string): string | null => (looksLikePersonNumber(value) ? null : value);

/** A text that names something else, without what is shaped like a person number. */
export const hidePersonNumbers = (text: string): string => text.replace(new RegExp(PERSON_NUMBER, "g"), "[hidden]");
