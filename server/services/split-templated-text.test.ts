import { describe, expect, test } from "vitest";
import { splitTemplatedText } from "./split-templated-text.ts";

const conversation = [
  { role: "system", content: "Be brief." },
  { role: "user", content: "2+2?" },
  { role: "assistant", content: "4" },
  { role: "user", content: "And 3+3?\nShow it." },
  { role: "assistant", content: "6\n\nSee: 3+3=6" },
];
const short = conversation.slice(1, 3);

// What the models' own templates write for the conversation, as Hugging Face's
// apply_chat_template renders it, with the tokens that a tokenizer adds around it.
const rendered = {
  "ChatML (Qwen)":
    "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n2+2?<|im_end|>\n<|im_start|>assistant\n4<|im_end|>\n<|im_start|>user\nAnd 3+3?\nShow it.<|im_end|>\n<|im_start|>assistant\n6\n\nSee: 3+3=6<|im_end|>\n<|endoftext|>",
  "Llama 3":
    "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n2+2?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n4<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nAnd 3+3?\nShow it.<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n6\n\nSee: 3+3=6<|eot_id|><|finetune_right_pad_id|><|finetune_right_pad_id|>",
  "Llama 2":
    "<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\n2+2? [/INST] 4 </s><s>[INST] And 3+3?\nShow it. [/INST] 6\n\nSee: 3+3=6 </s>",
  Mistral:
    "<s>[SYSTEM_PROMPT]Be brief.[/SYSTEM_PROMPT][INST]2+2?[/INST]4</s>[INST]And 3+3?\nShow it.[/INST]6\n\nSee: 3+3=6</s>",
  Zephyr:
    "<|system|>\nBe brief.</s>\n<|user|>\n2+2?</s>\n<|assistant|>\n4</s>\n<|user|>\nAnd 3+3?\nShow it.</s>\n<|assistant|>\n6\n\nSee: 3+3=6</s>\n",
  "Phi 3":
    "<|system|>\nBe brief.<|end|>\n<|user|>\n2+2?<|end|>\n<|assistant|>\n4<|end|>\n<|user|>\nAnd 3+3?\nShow it.<|end|>\n<|assistant|>\n6\n\nSee: 3+3=6<|end|>\n<|endoftext|>",
  DeepSeek:
    "<｜begin▁of▁sentence｜>Be brief.<｜User｜>2+2?<｜Assistant｜>4<｜end▁of▁sentence｜><｜User｜>And 3+3?\nShow it.<｜Assistant｜>6\n\nSee: 3+3=6<｜end▁of▁sentence｜>",
  "Command R":
    "<BOS_TOKEN><|START_OF_TURN_TOKEN|><|SYSTEM_TOKEN|>Be brief.<|END_OF_TURN_TOKEN|><|START_OF_TURN_TOKEN|><|USER_TOKEN|>2+2?<|END_OF_TURN_TOKEN|><|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>4<|END_OF_TURN_TOKEN|><|START_OF_TURN_TOKEN|><|USER_TOKEN|>And 3+3?\nShow it.<|END_OF_TURN_TOKEN|><|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>6\n\nSee: 3+3=6<|END_OF_TURN_TOKEN|>",
  Granite:
    "<|start_of_role|>system<|end_of_role|>Be brief.<|end_of_text|>\n<|start_of_role|>user<|end_of_role|>2+2?<|end_of_text|>\n<|start_of_role|>assistant<|end_of_role|>4<|end_of_text|>\n<|start_of_role|>user<|end_of_role|>And 3+3?\nShow it.<|end_of_text|>\n<|start_of_role|>assistant<|end_of_role|>6\n\nSee: 3+3=6<|end_of_text|>",
  harmony:
    "<|start|>system<|message|>Be brief.<|end|><|start|>user<|message|>2+2?<|end|><|start|>assistant<|channel|>final<|message|>4<|end|><|start|>user<|message|>And 3+3?\nShow it.<|end|><|start|>assistant<|channel|>final<|message|>6\n\nSee: 3+3=6<|return|>",
  "Vicuna 1.1":
    "Be brief. USER: 2+2? ASSISTANT: 4</s>USER: And 3+3?\nShow it. ASSISTANT: 6\n\nSee: 3+3=6</s>",
  "Alpaca (FastChat)":
    "Be brief.\n\n### Instruction: 2+2?\n\n### Response: 4</s>\n### Instruction: And 3+3?\nShow it.\n\n### Response: 6\n\nSee: 3+3=6</s>",
  "Alpaca (LLaMA-Factory)":
    "Be brief.\n\n### Instruction:\n2+2?\n\n### Response:\n4\n\n### Instruction:\nAnd 3+3?\nShow it.\n\n### Response:\n6\n\nSee: 3+3=6",
};

describe.each(Object.entries(rendered))("%s", (_, text) => {
  test("a templated text is taken apart into its turns", () => {
    expect(splitTemplatedText(text)).toEqual(conversation);
  });

  test("a prompt that is given decides where the answer begins", () => {
    const prompt = text.slice(0, text.indexOf("6\n\nSee"));
    expect(splitTemplatedText(text, prompt)).toEqual(conversation);
    expect(splitTemplatedText(`<pad><pad>${text}`, prompt)).toEqual(conversation);
  });
});

test("Gemma, which has no system turn, calls the assistant a model", () => {
  const text =
    "<bos><start_of_turn>user\n2+2?<end_of_turn>\n<start_of_turn>model\n4<end_of_turn>\n<eos>";
  expect(splitTemplatedText(text)).toEqual(short);
});

test("a transcript of Human and Assistant is taken apart", () => {
  expect(splitTemplatedText("\n\nHuman: 2+2?\n\nAssistant: 4")).toEqual(short);
});

test("an answer that goes on to imitate further turns stays whole where the prompt is known", () => {
  const prompt = "<|im_start|>user\n2+2?<|im_end|>\n<|im_start|>assistant\n";
  const imitation = "4<|im_end|>\n<|im_start|>user\nAnd 5?<|im_end|>\n<|im_start|>assistant\n5";
  expect(splitTemplatedText(`${prompt}${imitation}<|im_end|>`, prompt).at(-1)?.content).toBe(
    imitation,
  );
});

test("what the prompt has already put into the assistant's mouth belongs to the answer", () => {
  const prompt = "<|im_start|>user\n2+2?<|im_end|>\n<|im_start|>assistant\n<think>";
  expect(splitTemplatedText(`${prompt}2 and 2</think>4`, prompt)).toEqual([
    { role: "user", content: "2+2?" },
    { role: "assistant", content: "<think>2 and 2</think>4" },
  ]);
});

test("a raw prompt inside a templated text does not cut it in the wrong place", () => {
  const text = "<|im_start|>user\n2+2?<|im_end|>\n<|im_start|>assistant\n4<|im_end|>";
  expect(splitTemplatedText(text, "2+2?")).toEqual(short);
});

test("a prompt without a template is the user's", () => {
  expect(splitTemplatedText("2+2?4</s>", "2+2?")).toEqual(short);
});

test("a text of no template is an answer to nothing", () => {
  const answer = (content: string) => [{ role: "assistant", content }];
  expect(splitTemplatedText("Just an answer.<|endoftext|>")).toEqual(answer("Just an answer."));
  expect(splitTemplatedText("")).toEqual(answer(""));
  expect(splitTemplatedText("### Instruction:\nis a heading here")).toEqual(
    answer("### Instruction:\nis a heading here"),
  );
});

test.each([
  ["padding", "<pad>".repeat(200_000)],
  ["padding that ends in a letter", `${"<pad>".repeat(200_000)}x`],
  ["padding between letters", "<pad>x".repeat(170_000)],
  ["openings", "[INST]".repeat(170_000)],
  ["system marks", `[INST] <<SYS>>${"\n<<".repeat(330_000)}`],
  ["white space", `[INST]${" ".repeat(1_000_000)}[/INST]`],
  ["hashes", "\n### ".repeat(200_000)],
])("a megabyte of %s takes no more than a second", (_, text) => {
  const startedAt = performance.now();
  splitTemplatedText(text);
  splitTemplatedText(text, "no such prompt");
  expect(performance.now() - startedAt).toBeLessThan(1000);
});
