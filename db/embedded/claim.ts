import postgres from "postgres";

/** A claim on a cluster: while it is held, no other launcher of the same data folder goes on. */
export type Claim =
  | { readonly kind: "claimed"; readonly release: () => Promise<void> }
  | { readonly kind: "held" }
  | { readonly kind: "unreachable"; readonly reason: unknown };

/** Any number will do, as long as nothing else in the maintenance database uses it. */
const claimKey = 7_315_001;

/**
 * The claim is an advisory lock held by an open session, so it ends with the process that made it,
 * however that process ends, and cannot go stale as a lock file can.
 */
export async function claimCluster(maintenanceUrl: string): Promise<Claim> {
  const sql = postgres(maintenanceUrl, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 10,
    onnotice: () => {},
  });
  try {
    const [row] = await sql<
      { claimed: boolean }[]
    >`select pg_try_advisory_lock(${claimKey}) as claimed`;
    if (row?.claimed === true) {
      return { kind: "claimed", release: () => sql.end({ timeout: 1 }) };
    }
    await sql.end({ timeout: 1 });
    return { kind: "held" };
  } catch (reason) {
    await sql.end({ timeout: 1 });
    return { kind: "unreachable", reason };
  }
}
