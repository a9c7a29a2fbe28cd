/** Ends the reading of one row with a reason for the manager; the import goes on with the next. */
export class RejectedRow extends Error {}
