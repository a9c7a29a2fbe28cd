import { existsSync } from "node:fs";
import { link, rm, writeFile } from "node:fs/promises";

/**
 * Makes a file that only this user may read, unless there is one already. It appears whole or not
 * at all, even on a full disk, and the first of two simultaneous starts wins.
 */
export async function createPrivateFile(file: string, text: string): Promise<void> {
  if (existsSync(file)) {
    return;
  }
  const unfinished = `${file}.${process.pid}`;
  try {
    await writeFile(unfinished, text, { mode: 0o600, flush: true });
    await link(unfinished, file);
  } catch (error) {
    if (!existsSync(file)) {
      throw error;
    }
  } finally {
    await rm(unfinished, { force: true });
  }
}
