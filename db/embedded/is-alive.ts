import { readFileSync } from "node:fs";

/** Whether a process with this number runs, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // "Not permitted" means that it runs under another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  return !isZombie(pid);
}

/** A container without an init process never collects orphans, which then stay in the process table. */
function isZombie(pid: number): boolean {
  if (process.platform !== "linux") {
    return false;
  }
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    // The process ended between the two looks, or /proc is not mounted; it is no known zombie.
    return false;
  }
}
