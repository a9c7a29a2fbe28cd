// The entry of every npm script. It must parse on any Node that knows modules, so that an old one
// gets a sentence instead of a syntax error; hence no import before the version is known.
const [major, minor] = process.versions.node.split(".").map(Number);

if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22) {
  const { run } = await import("./run.mjs");
  await run(process.argv.slice(2));
} else {
  process.stderr.write(
    `Tiebreak needs Node 20.19, 22.12 or newer, and this is Node ${process.versions.node}: install a newer one from https://nodejs.org and start again.\n`,
  );
  process.exitCode = 1;
}
