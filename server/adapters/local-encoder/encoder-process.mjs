// The program of the encoder's own process: it is told a model, and then texts, over the channel to
// its parent. The library is loaded here and nowhere else, so that neither web nor worker carry it.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const [, , model = ""] = process.argv;

process.on("disconnect", () => process.exit(0));

try {
  const { encode, version } = await load();
  process.on("message", async ({ id, texts }) => {
    try {
      process.send({ id, vectors: await encode(texts) });
    } catch (error) {
      process.send({ id, fault: `The encoder failed on these texts: ${error.message}` });
    }
  });
  process.send({ version });
} catch (error) {
  process.send({ fault: error.message }, () => process.exit(1));
}

async function load() {
  const { pipeline, env } = await importLibrary();
  const isFolder = existsSync(model);
  const folder = isFolder ? path.resolve(model) : null;
  if (folder !== null) {
    env.localModelPath = path.dirname(folder);
    env.allowRemoteModels = false;
  }
  const name = folder === null ? model : path.basename(folder);
  const extract = await pipeline("feature-extraction", name, { dtype: "fp32" });
  const files = folder ?? path.join(env.cacheDir, model);
  return {
    version: hashFolder(files),
    async encode(texts) {
      const options = { pooling: "mean", normalize: true };
      const { data, dims } = await extract(texts, options);
      const width = dims.at(-1);
      return texts.map((_, row) => Array.from(data.slice(row * width, (row + 1) * width)));
    },
  };
}

async function importLibrary() {
  try {
    return await import("@huggingface/transformers");
  } catch (error) {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new Error(
      "EMBEDDING_MODEL is set, but the library that runs it is not installed. Install it with: npm install --no-save @huggingface/transformers@4.3.1",
    );
  }
}

/** A hash of every file of the model, so that another model under the same name is another version. */
function hashFolder(folder) {
  const hash = createHash("sha256");
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  for (const name of names) {
    hash.update(`${path.relative(folder, name)}\0`).update(readFileSync(name));
  }
  return `sha256:${hash.digest("hex")}`;
}
