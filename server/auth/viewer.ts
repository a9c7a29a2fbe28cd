import type { Role } from "#server/contracts/vocabulary.ts";

/** Who is asking, read from the database at every request. */
export type Viewer = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly isAdministrator: boolean;
};

/** The viewer inside one project; administrators hold every project as its owner. */
export type ProjectViewer = Viewer & { readonly projectId: string; readonly role: Role };
