/** The addresses of the objectives. */
export const OBJECTIVES = "/operate/objectives";
export const objectiveHref = (code: string): string => `${OBJECTIVES}/${code}`;
/** The month's public report, ready to print. */
export const reportHref = (month: string): string => `/history/${month}`;
