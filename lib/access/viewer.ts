export const ROLES = ["operator", "auditor", "vendor", "region", "municipality"] as const;
export type Role = (typeof ROLES)[number];

/** Somebody signed in, looking from one organisation in one role. */
export type Viewer = {
  personId: number;
  name: string;
  organisationId: number;
  organisationName: string;
  role: Role;
};
