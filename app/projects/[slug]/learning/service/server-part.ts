import type { ServerErrors } from "./place-issues.ts";
import type { ServerValues } from "./server-values.ts";

/** What each group of the fields of a server is given. */
export type ServerPartProps = {
  readonly server: ServerValues;
  readonly errors: ServerErrors;
  onChange(part: Partial<ServerValues>): void;
};
