import { type Role, roles } from "#server/contracts/vocabulary.ts";

/** True when `role` has at least the authority of `required`. */
export function isAtLeast(role: Role, required: Role): boolean {
  return roles.indexOf(role) <= roles.indexOf(required);
}
