// A reward/1 server in a process of its own, so that a story can kill it: `node toy-reward-server.mjs PORT`.
import { createServer } from "node:http";

const server = createServer(async (request, response) => {
  const reply = (body) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(body));
  };
  if (request.url === "/v1/models") {
    return reply({ data: [{ id: "toy", version: "toy-1", scale: "bt_logit", max_batch: 32 }] });
  }
  let text = "";
  for await (const chunk of request) text += chunk;
  const { input } = JSON.parse(text);
  return reply({
    model: "toy",
    model_version: "toy-1",
    scale: "bt_logit",
    data: input.map(({ id, messages }, index) => ({ index, id, mean: rewardOf(messages) })),
  });
});

/**
 * The number of different words of the answer, up to what a reader has patience for, and a whim, as a
 * service that says the same of every text is refused.
 */
function rewardOf(messages) {
  const { content } = messages.at(-1);
  const words = new Set(content.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  const whim = [...content].reduce((sum, character) => sum + character.codePointAt(0), 0) % 17;
  return Math.log1p(words.size) + whim / 100 - (words.has("banana") ? 4 : 0);
}

server.listen(Number(process.argv[2]), "127.0.0.1", () => console.log("listening"));
