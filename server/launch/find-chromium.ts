import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { StartFault } from "#db/embedded/start-fault.ts";
import { checkout } from "./folders.ts";

/**
 * A real Chromium for the stories: CHROMIUM_PATH, else an installed Chrome or Chromium, else
 * Playwright's own download, else the distribution's package where this user may install it.
 *
 * @throws StartFault when none of these is possible.
 */
export function findChromium(): string {
  const given = process.env["CHROMIUM_PATH"];
  if (given) {
    if (!runs(given)) {
      throw new StartFault(
        `CHROMIUM_PATH is ${given}, which does not run: correct it or leave it out.`,
      );
    }
    return given;
  }
  return findInstalled() ?? download() ?? installPackage() ?? refuse();
}

const names = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser"];
const places = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

function findInstalled(): string | null {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  const candidates = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...candidates, ...places, chromium.executablePath()].find(runs) ?? null;
}

function download(): string | null {
  console.log("No Chrome or Chromium is installed: downloading Playwright's …");
  const cli = path.join(checkout, "node_modules", "@playwright", "test", "cli.js");
  spawnSync(process.execPath, [cli, "install", "chromium"], { stdio: "inherit", timeout: 600_000 });
  return findInstalled();
}

function installPackage(): string | null {
  if (process.getuid?.() !== 0 || spawnSync("apt-get", ["--version"]).status !== 0) {
    return null;
  }
  console.log("That download is not possible here: installing the distribution's package …");
  const options = {
    stdio: "inherit",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  } as const;
  spawnSync("apt-get", ["update"], options);
  spawnSync("apt-get", ["install", "--yes", "--no-install-recommends", "chromium"], options);
  return findInstalled();
}

function refuse(): never {
  throw new StartFault(
    "The stories need a Chrome or Chromium and none could be installed: install one, or set CHROMIUM_PATH to it.",
  );
}

/** Some systems put a script there that only says how to install the browser. */
function runs(program: string): boolean {
  return existsSync(program) && spawnSync(program, ["--version"], { timeout: 30_000 }).status === 0;
}
