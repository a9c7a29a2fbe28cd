import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

export const root = path.join(import.meta.dirname, "..", "..");

/**
 * Makes the installed packages match `package-lock.json`. False, with a sentence on standard error,
 * when they do not and cannot be made to.
 * @param {{ mayInstall: boolean }} options
 */
export async function ensureInstalled({ mayInstall }) {
  const difference = findDifference();
  if (difference === null) {
    return true;
  }
  if (!mayInstall) {
    return refuse(`The installed packages are out of date (${difference}): run npm ci.`);
  }
  const lock = path.join(root, ".installing");
  if (!takeLock(lock)) {
    return refuse(
      `Another start is installing packages here: wait until it is done (if there is none, delete ${lock}).`,
    );
  }
  try {
    process.stdout.write(`Installing packages (${difference}) …\n`);
    return (
      install() ||
      refuse("npm ci failed, and its output above says why: mend that and start again.")
    );
  } finally {
    rmSync(lock, { force: true });
  }
}

function install() {
  const npm = process.env.npm_execpath;
  const [command, ...words] = npm?.endsWith(".js") ? [process.execPath, npm] : ["npm"];
  const result = spawnSync(command, [...words, "ci", "--no-audit", "--no-fund"], {
    cwd: root,
    // Development packages build the product, whatever NODE_ENV says about running it.
    env: { ...process.env, NODE_ENV: "development", npm_config_omit: "" },
    stdio: "inherit",
    shell: process.platform === "win32" && command === "npm",
  });
  return result.status === 0;
}

/** What differs between the lock file and what npm says it installed; `null` when nothing does. */
function findDifference() {
  const installedFile = path.join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installedFile)) {
    return "none are installed yet";
  }
  const wanted = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(readFileSync(installedFile, "utf8")).packages;
  for (const [name, entry] of Object.entries(wanted)) {
    const isWanted = name !== "" && !entry.link && isForThisSystem(entry);
    if (isWanted && installed[name]?.version !== entry.version) {
      return `${name.replace(/^.*node_modules\//, "")} is not at ${entry.version}`;
    }
  }
  return null;
}

/** Of the optional packages only those that name this system must be there; libc is npm's to judge. */
function isForThisSystem({ optional, os, cpu, libc }) {
  if (!optional) {
    return true;
  }
  return Boolean(os?.includes(process.platform) && cpu?.includes(process.arch) && !libc);
}

/** The lock names its process, so that one left behind by a killed start does not count. */
function takeLock(lock) {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      return true;
    } catch (error) {
      if (error.code !== "EEXIST") {
        process.stderr.write(
          `Nothing can be written to ${root} (${error.code}): make it writable for this user, or free some disk space.\n`,
        );
        process.exit(1);
      }
      if (isAlive(Number(readFileSync(lock, "utf8")))) {
        return false;
      }
      rmSync(lock, { force: true });
    }
  }
  return false;
}

function isAlive(pid) {
  if (!(pid > 0)) {
    return false;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  return false;
}
