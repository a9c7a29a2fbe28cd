// Stands in for the encoder: a vector of the length of each text; some texts make it misbehave.
const [, , model = ""] = process.argv;

process.on("disconnect", () => process.exit(0));
process.on("message", ({ id, texts }) => {
  if (texts.some((text) => text.startsWith("die"))) process.exit(9);
  const vectors = texts.map((text) =>
    text.startsWith("odd") ? [null, 1] : [text.length, process.pid],
  );
  process.send({ id, vectors: texts.some((text) => text.startsWith("few")) ? [] : vectors });
});
process.send(
  model === "broken" ? { fault: "There is no such model." } : { version: `sha256:${model}` },
);
