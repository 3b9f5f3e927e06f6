/** The addresses of the services as the operator keeps them. */
export const SERVICES = "/operate/services";
export const serviceHref = (code: string): string => `${SERVICES}/${code}`;
