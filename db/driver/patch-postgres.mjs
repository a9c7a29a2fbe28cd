import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/**
 * Repairs `postgres` 3.4.9 after an installation (npm runs this as `postinstall`). When a
 * connection is lost inside a transaction, the driver writes the rollback to a socket that is gone:
 * an exception that nobody can catch ends the process, and the connection never sends again.
 * Reported as https://github.com/porsager/postgres/issues/1208; when a release repairs it, this
 * folder and the `postinstall` script can go.
 */
const repairs = [
  {
    broken: `  function nextWrite(fn) {
    const x = socket.write(chunk, fn)
`,
    repaired: `  function nextWrite(fn) {
    if (socket === null) {
      nextWriteTimer !== null && clearImmediate(nextWriteTimer)
      chunk = nextWriteTimer = null
      error(Errors.connection('CONNECTION_CLOSED', options))
      return false
    }
    const x = socket.write(chunk, fn)
`,
  },
  {
    broken: `    incomings = null
    clearImmediate(nextWriteTimer)
`,
    repaired: `    incomings = null
    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
`,
  },
];

const entry = createRequire(import.meta.url).resolve("postgres");
const folder = path.join(entry.slice(0, entry.lastIndexOf("postgres")), "postgres");

for (const file of ["src/connection.js", "cjs/src/connection.js"]) {
  repairFile(path.join(folder, file));
}

function repairFile(file) {
  const found = readFileSync(file, "utf8");
  let text = found;
  for (const { broken, repaired } of repairs) {
    if (text.includes(repaired)) continue;
    if (!text.includes(broken)) {
      throw new Error(`${file} is not the version that db/driver/patch-postgres.mjs repairs.`);
    }
    text = text.replace(broken, () => repaired);
  }
  if (text !== found) writeFileSync(file, text);
}
