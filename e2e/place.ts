/** Where the product under test runs: on a port and in a data folder of its own, beside one that is being used. */
export const APP = { port: 3149, url: "http://127.0.0.1:3149", dataDir: ".data/e2e" } as const;
/** Where mail goes that it sends: a mail server of ours that shows what came. */
export const MAILBOX = { smtp: 3144, http: 3145, url: "http://127.0.0.1:3145" } as const;
/** Ports of what single specs start for themselves: no two in this file are alike. */
export const PORTS = { restarted: 3148, emptied: 3147, named: 3146 } as const;
