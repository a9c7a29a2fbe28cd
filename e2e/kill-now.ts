import { readdir, readFile } from "node:fs/promises";

/** Kills every process of one kind that belongs to this product; returns how many. */
export async function killNow(
  product: { readonly launcherPid: number; readonly dataFolder: string },
  victim: "web server" | "worker" | "database",
): Promise<number> {
  const pids = await listVictims(product, victim);
  for (const pid of pids) process.kill(pid, "SIGKILL");
  return pids.length;
}

async function listVictims(
  product: { readonly launcherPid: number; readonly dataFolder: string },
  victim: "web server" | "worker" | "database",
): Promise<number[]> {
  const children = await listChildren(product.launcherPid);
  const words = { "web server": /next/, worker: /server\/worker\.ts/, database: /postgres/ }[
    victim
  ];
  const matching = children.filter((child) => words.test(child.command));
  return matching.map((child) => child.pid);
}

/** Processes below the launcher, however deep. */
async function listChildren(root: number): Promise<{ pid: number; command: string }[]> {
  const processes: { pid: number; parent: number; command: string }[] = [];
  for (const entry of await readdir("/proc")) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    try {
      const stat = await readFile(`/proc/${pid}/stat`, "utf8");
      const command = (await readFile(`/proc/${pid}/cmdline`, "utf8")).replaceAll("\0", " ");
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      processes.push({ pid, parent, command });
    } catch {
      // It ended while the list was being read.
    }
  }
  const found: { pid: number; command: string }[] = [];
  const frontier = [root];
  for (let next = frontier.pop(); next !== undefined; next = frontier.pop()) {
    for (const child of processes.filter((one) => one.parent === next)) {
      found.push(child);
      frontier.push(child.pid);
    }
  }
  return found;
}
