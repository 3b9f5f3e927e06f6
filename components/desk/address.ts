/** The addresses of the desk. */
export const DESK = "/operate";
export const RUNBOOKS = "/operate/runbooks";
export const incidentHref = (number: string): string => `${DESK}/incidents/${number}`;
/** The second step: what goes out, of one's own draft or of a colleague's. */
export const checkHref = (number: string, writerId?: number): string =>
  `${incidentHref(number)}?step=check${writerId === undefined ? "" : `&writer=${writerId}`}`;
export const runbookHref = (id: number): string => `${RUNBOOKS}/${id}`;
