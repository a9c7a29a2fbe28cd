import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Invalid } from "#server/errors.ts";
import { defaultImportLimits, type ImportLimits } from "./import-limits.ts";
import type { ImportRow, RowOutcome } from "./import-row.ts";
import { readRows } from "./read-rows.ts";

const responses = [
  { model: "a", text: "Yes." },
  { model: "b", text: "No." },
];
const row = { prompt: "Is it so?", responses };

describe("formats are told apart by content", () => {
  const record = (prompt: string) => ({ prompt, responses });
  const csv =
    "prompt,response_a,model_a,response_b,model_b\nOne?,Yes.,a,No.,b\nTwo?,Yes.,a,No.,b\n";
  const files: Record<string, string> = {
    JSONL: lines(record("One?"), record("Two?")),
    "JSONL with blank lines and CRLF": `\r\n${lines(record("One?"), record("Two?")).replaceAll("\n", "\r\n\r\n")}`,
    "JSONL without a last line break": lines(record("One?"), record("Two?")).trimEnd(),
    "a JSON array": JSON.stringify([record("One?"), record("Two?")]),
    "an indented JSON array": JSON.stringify([record("One?"), record("Two?")], null, 2),
    "indented JSON objects": [record("One?"), record("Two?")]
      .map((one) => JSON.stringify(one, null, 2))
      .join("\n"),
    CSV: csv,
    "CSV with CRLF": csv.replaceAll("\n", "\r\n"),
    "CSV with semicolons": csv.replaceAll(",", ";"),
    "tab-separated values": csv.replaceAll(",", "\t"),
  };

  for (const [name, text] of Object.entries(files)) {
    test(`${name}, plain, with a byte-order mark, and packed`, async () => {
      const mark = Buffer.from([0xef, 0xbb, 0xbf]);
      const plain = Buffer.from(text);
      for (const bytes of [plain, Buffer.concat([mark, plain]), gzipSync(plain)]) {
        const rows = await readGood(bytes);
        expect(rows.map(({ messages }) => messages)).toEqual([
          [{ role: "user", content: "One?" }],
          [{ role: "user", content: "Two?" }],
        ]);
        expect(
          rows.map(({ completions }) => completions.map(({ model, text }) => model + text)),
        ).toEqual([
          ["aYes.", "bNo."],
          ["aYes.", "bNo."],
        ]);
      }
    });
  }

  test("one JSON object is one row", async () => {
    expect(await readGood(Buffer.from(JSON.stringify(row, null, 2)))).toHaveLength(1);
  });

  test("gzip files joined end to end are read to the end", async () => {
    const joined = Buffer.concat([gzipSync(lines(row)), gzipSync(lines({ ...row, prompt: "2" }))]);
    expect(await readGood(joined)).toHaveLength(2);
  });
});

describe("a file that is not what its name says gets a sentence that says what it is", () => {
  const zip = Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(200, 7)]);
  const files: [what: string, bytes: Uint8Array, sentence: RegExp][] = [
    ["nothing", Buffer.alloc(0), /empty/],
    ["blank lines", Buffer.from("\n \n\n"), /blank lines/],
    ["UTF-16 with a mark", Buffer.from(`\uFEFF${lines(row)}`, "utf16le"), /UTF-16/],
    ["UTF-16 without a mark", Buffer.from(lines(row), "utf16le"), /UTF-16/],
    [
      "Latin-1",
      Buffer.from(lines({ ...row, prompt: "Où est-ce à côté ?" }), "latin1"),
      /line 1 .*Latin-1/,
    ],
    ["a ZIP archive", zip, /ZIP/],
    ["a Parquet file", Buffer.from("PAR1\x15\x04\x15"), /Parquet/],
    ["a PDF", Buffer.from("%PDF-1.7\n"), /PDF/],
    ["random bytes", Buffer.from(Array.from({ length: 900 }, (_, i) => (i * 7) % 32)), /binary/],
    ["prose", Buffer.from("Dear all,\nplease find attached\n"), /neither JSONL, JSON nor CSV/],
    ["HTML", Buffer.from("<!doctype html><html></html>"), /neither JSONL, JSON nor CSV/],
    ["gzip of gzip", gzipSync(gzipSync(lines(row))), /twice/],
    ["gzip of nothing", gzipSync(""), /holds nothing/],
    ["gzip of a ZIP archive", gzipSync(zip), /ZIP/],
    ["a gzip file cut off", gzipSync(lines(row)).subarray(0, 40), /cut off/],
    ["a damaged gzip file", damaged(gzipSync(lines(row, row))), /damaged/],
    [
      "a JSON array cut off",
      Buffer.from(`[${JSON.stringify(row)},{"prompt":`),
      /ends inside row 2/,
    ],
    ["a JSON array and more", Buffer.from(`[${JSON.stringify(row)}] and more`), /more text after/],
    [
      "CSV with an open quote",
      Buffer.from('prompt,chosen,rejected\na,b,c\nd,"e,f\n'),
      /line 3 .*never closed/,
    ],
    ["CSV without models", Buffer.from("prompt,response_a,response_b\na,b,c\n"), /no model_a/],
    ["CSV with one response", Buffer.from("prompt,category,response_a\na,b,c\n"), /at least two/],
    ["CSV with a doubled column", Buffer.from("prompt,chosen,rejected,prompt\n"), /“prompt” twice/],
  ];

  for (const [what, bytes, sentence] of files) {
    test(what, async () => {
      const reading = readAll(bytes);
      await expect(reading).rejects.toThrow(sentence);
      await expect(reading).rejects.toBeInstanceOf(Invalid);
    });
  }
});

describe("compression bombs are stopped", () => {
  test("by what they unpack to, and by how many times their size that is", async () => {
    const bomb = gzipSync(`{"prompt":"${"x".repeat(3_000_000)}"}\n`);
    const limits = { ...defaultImportLimits, unpackFreeBytes: 100_000 };
    await expect(readAll(bomb, limits)).rejects.toThrow(/bomb/);
    const absolute = { ...defaultImportLimits, unpackedBytesMax: 2 * 1024 ** 2 };
    await expect(readAll(bomb, absolute)).rejects.toThrow(/more than 2 MB/);
  });
});

describe("a bad row costs itself only, and its reason is given with its line", () => {
  const cases: [what: string, line: string, reason: RegExp][] = [
    ["broken JSON", '{"prompt": "a", oops}', /not valid JSON: .* character 17/],
    ["a line cut off", '{"prompt": "a", "resp', /ends too early/],
    ["a JSON array as a row", "[1, 2]", /not a JSON object/],
    ["a number as a row", "42", /not a JSON object/],
    ["null as a row", "null", /not a JSON object/],
    [
      "nesting without end",
      `{"a":${"[".repeat(5_000)}${"]".repeat(5_000)}}`,
      /nested more than 64/,
    ],
    ["no prompt", JSON.stringify({ responses }), /neither prompt nor messages/],
    ["an empty prompt", JSON.stringify({ prompt: " \n", responses }), /prompt is empty/],
    [
      "a prompt that is a number",
      JSON.stringify({ prompt: 7, responses }),
      /field prompt is wrong: it must be text or a list of messages\./,
    ],
    ["no responses", JSON.stringify({ prompt: "a" }), /neither responses nor/],
    ["an empty list of responses", JSON.stringify({ prompt: "a", responses: [] }), /no responses/],
    ["one response", rowWith([{ model: "a", text: "x" }]), /one response/],
    [
      "an empty response of two",
      rowWith([
        { model: "a", text: "x" },
        { model: "b", text: " " },
      ]),
      /^Response 2 is empty\.$/,
    ],
    [
      "a response without text",
      rowWith([{ model: "a", text: "x" }, { model: "b" }]),
      /Response 2, text: it must have a text/,
    ],
    [
      "a response without model",
      rowWith([{ text: "x" }, { model: "b", text: "y" }]),
      /Response 1, model: it must name its model/,
    ],
    ["a response that is a string", rowWith(["x", "y"]), /Response 1/],
    [
      "the same answer twice",
      rowWith([
        { model: "a", text: "x" },
        { model: "a", text: "x" },
      ]),
      /same text from the same model/,
    ],
    [
      "too many responses",
      rowWith(Array.from({ length: 101 }, (_, i) => ({ model: `m${i}`, text: "x" }))),
      /101 responses/,
    ],
    [
      "a reserved model name",
      rowWith([
        { model: "chosen", text: "x" },
        { model: "b", text: "y" },
      ]),
      /kept for ready-made pairs/,
    ],
    [
      "a model name without end",
      rowWith([
        { model: "m".repeat(9_000), text: "x" },
        { model: "b", text: "y" },
      ]),
      /Response 1, model/,
    ],
    ["a NUL character", JSON.stringify({ prompt: "a\0b", responses }), /Message 1 contains a NUL/],
    [
      "a NUL in the settings of a response",
      rowWith([
        { model: "a", text: "x", generation: { s: ["\0"] } },
        { model: "b", text: "y" },
      ]),
      /generation settings of response 1 contains a NUL/,
    ],
    [
      "half a surrogate pair",
      '{"prompt":"a","responses":[{"model":"a","text":"\\ud83d"},{"model":"b","text":"y"}]}',
      /Response 1 contains half of a surrogate pair/,
    ],
    [
      "a conversation that ends with an answer",
      JSON.stringify({
        messages: [
          { role: "user", content: "a" },
          { role: "assistant", content: "b" },
        ],
        responses,
      }),
      /must end with a user turn/,
    ],
    [
      "a conversation without end",
      JSON.stringify({ messages: Array(501).fill({ role: "user", content: "a" }), responses }),
      /more than 500 messages/,
    ],
    [
      "a message without content",
      JSON.stringify({ messages: [{ role: "user" }], responses }),
      /Entry of messages 1: it must have a role and a content of text\./,
    ],
    [
      "an unknown role",
      JSON.stringify({ messages: [{ role: "tool", content: "a" }], responses }),
      /role “tool”/,
    ],
    [
      "a late system prompt",
      JSON.stringify({
        messages: [
          { role: "user", content: "a" },
          { role: "system", content: "b" },
        ],
        responses,
      }),
      /Message 2 is a system prompt/,
    ],
    [
      "an empty message",
      JSON.stringify({ messages: [{ role: "user", content: "" }], responses }),
      /Message 1 is empty/,
    ],
    [
      "a picture in a message",
      JSON.stringify({
        messages: [{ role: "user", content: [{ type: "image_url", image_url: {} }] }],
        responses,
      }),
      /type “image_url”/,
    ],
    [
      "two system prompts",
      JSON.stringify({
        system: "x",
        messages: [
          { role: "system", content: "y" },
          { role: "user", content: "a" },
        ],
        responses,
      }),
      /two different system prompts/,
    ],
    [
      "chosen without rejected",
      JSON.stringify({ prompt: "a", chosen: "b" }),
      /has chosen but not the other/,
    ],
    [
      "an empty chosen answer",
      JSON.stringify({ prompt: "a", chosen: "", rejected: "c" }),
      /chosen answer is empty/,
    ],
    ["answers without a prompt", JSON.stringify({ chosen: "b", rejected: "c" }), /no prompt/],
    [
      "answers of two kinds",
      JSON.stringify({ prompt: "a", chosen: "b", rejected: [{ role: "assistant", content: "c" }] }),
      /of one kind/,
    ],
    [
      "transcripts that part early",
      JSON.stringify({
        chosen: "\n\nHuman: a\n\nAssistant: b",
        rejected: "\n\nHuman: c\n\nAssistant: d",
      }),
      /differ before the last answer/,
    ],
    [
      "a transcript without an answer",
      JSON.stringify({
        chosen: "\n\nHuman: a\n\nAssistant: b\n\nHuman: c",
        rejected: "\n\nHuman: a\n\nAssistant: d",
      }),
      /Human turn that nobody answered/,
    ],
    [
      "a transcript with an empty answer",
      JSON.stringify({
        chosen: "\n\nHuman: a\n\nAssistant: ",
        rejected: "\n\nHuman: a\n\nAssistant: d",
      }),
      /chosen answer is empty/,
    ],
  ];

  for (const [what, line, reason] of cases) {
    test(what, async () => {
      const outcomes = await readAll(Buffer.from(`${lines(row)}${line}\n${lines(row)}`));
      expect(outcomes.map((one) => [one.line, "row" in one])).toEqual([
        [1, true],
        [2, false],
        [3, true],
      ]);
      const [, bad] = outcomes;
      expect(bad && "reason" in bad && bad.reason).toMatch(reason);
    });
  }

  test("a line of 10 MB is rejected with its beginning, and the next is read", async () => {
    const long = JSON.stringify({ ...row, prompt: "é".repeat(5_000_000) });
    for (const joined of [`${long}\n${lines(row)}`, `[${long},${JSON.stringify(row)}]`]) {
      const [bad, good] = await readAll(Buffer.from(joined));
      expect(bad).toMatchObject({ line: 1, reason: expect.stringMatching(/longer than 4 MB/) });
      expect(bad?.excerpt).toMatch(/^\{"prompt":"é+/);
      expect(bad?.excerpt.length).toBeLessThanOrEqual(200);
      expect(good).toHaveProperty("row");
    }
  });

  test("a CSV record of 10 MB and one with a wrong number of fields are rejected", async () => {
    const csv = `prompt,chosen,rejected\na,b,c\n"${"x\n".repeat(5_000_000)}",b,c\nd,e\n"f\ng",h,i\n`;
    const outcomes = await readAll(Buffer.from(csv));
    expect(outcomes.map((one) => [one.line, "row" in one])).toEqual([
      [2, true],
      [3, false],
      [5_000_004, false],
      [5_000_005, true],
    ]);
    expect(outcomes[2]).toMatchObject({
      reason: "This record has 2 fields, but the header has 3.",
    });
  });

  test("the reasons and excerpts themselves can be stored", async () => {
    const [bad] = await readAll(
      Buffer.from(`{"prompt": "\0 \\ud83d", "x": "${"😀".repeat(120)}"\n`),
    );
    expect(bad?.excerpt).not.toMatch(/\0|\p{Surrogate}/u);
  });
});

describe("what is kept, and how", () => {
  test("whitespace of prompts and responses is preserved", async () => {
    const [kept] = await readGood(
      Buffer.from(
        lines({
          prompt: "  a\n",
          responses: [
            { model: "a", text: "\n x " },
            { model: "b", text: "y\t" },
          ],
        }),
      ),
    );
    expect(kept?.messages[0]?.content).toBe("  a\n");
    expect(kept?.completions.map(({ text }) => text)).toEqual(["\n x ", "y\t"]);
  });

  test("an empty response among others is left out and said so", async () => {
    const [only] = await readAll(
      Buffer.from(lines({ prompt: "a", responses: [...responses, { model: "c", text: "\n" }] })),
    );
    expect(only).toMatchObject({ notice: "Response 3 is empty. The other 2 were imported." });
    expect(only && "row" in only && only.row.completions).toHaveLength(2);
  });

  test.each(["\u200d", "\u3164 \u2800", "\u0000", "\u2060\u00ad"])(
    "a response that shows nothing (%j) is empty",
    async (text) => {
      const row = { prompt: "a", responses: [...responses, { model: "c", text }] };
      const [only] = await readAll(Buffer.from(lines(row)));
      expect(only).toMatchObject({ notice: "Response 3 is empty. The other 2 were imported." });
    },
  );

  test("generation settings are kept, a utility never is, other fields are ignored", async () => {
    const [kept] = await readGood(
      Buffer.from(
        lines({
          prompt: "a",
          id: 7,
          category: " math ",
          tags: ["x", "x", "y"],
          unknown: { deep: [1] },
          utility: 1,
          responses: [
            { model: "a", text: "x", utility: 0.7, generation: { temperature: 0.7, utility: 1 } },
            { model: "b", text: "y", metadata: { seed: 1 }, score: 3 },
            { model: "c", text: "z", metadata: "free text" },
          ],
        }),
      ),
    );
    expect(kept).toEqual({
      messages: [{ role: "user", content: "a" }],
      completions: [
        { model: "a", text: "x", generation: { temperature: 0.7 } },
        { model: "b", text: "y", generation: { seed: 1 } },
        { model: "c", text: "z", generation: null },
      ],
      kind: "responses",
      sourceId: "7",
      category: "math",
      language: null,
      tags: ["x", "y"],
    });
  });

  test("no field reaches a prototype", async () => {
    const hostile =
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"prompt":"a","responses":[{"model":"a","text":"x","generation":{"__proto__":{"polluted":1}}},{"model":"__proto__","text":"y"}]}';
    const [kept] = await readGood(Buffer.from(hostile));
    expect(kept?.completions[1]?.model).toBe("__proto__");
    expect(Object.prototype).not.toHaveProperty("polluted");
    expect(Object.getPrototypeOf(kept?.completions[0]?.generation)).toBe(Object.prototype);
  });

  test("roles are normalised, text parts joined, and the system prompt comes first", async () => {
    const [kept] = await readGood(
      Buffer.from(
        lines({
          system: "Be brief.",
          messages: [
            { from: "human", value: "a" },
            {
              role: "gpt",
              content: [
                { type: "text", text: "b" },
                { type: "text", text: "c" },
              ],
            },
            { role: "Prompter", content: "d" },
          ],
          responses,
        }),
      ),
    );
    expect(kept?.messages).toEqual([
      { role: "system", content: "Be brief." },
      { role: "user", content: "a" },
      { role: "assistant", content: "bc" },
      { role: "user", content: "d" },
    ]);
  });

  const question = [{ role: "user", content: "a" }];
  const answered = (text: string) => [...question, { role: "assistant", content: text }];
  const preferences: Record<string, object> = {
    "texts with a prompt": { prompt: "a", chosen: "b", rejected: "c" },
    "HH transcripts": {
      chosen: "\n\nHuman: a\n\nAssistant: b",
      rejected: "\n\nHuman: a\n\nAssistant: c",
    },
    "a transcript as the prompt": {
      prompt: "\n\nHuman: a\n\nAssistant:",
      chosen: "b",
      rejected: "c",
    },
    "whole conversations": { chosen: answered("b"), rejected: answered("c") },
    "the export's own shape": {
      prompt: question,
      chosen: answered("b").slice(1),
      rejected: answered("c").slice(1),
    },
    "UltraFeedback, binarised": {
      prompt: "a",
      prompt_id: "f00",
      messages: answered("b"),
      chosen: answered("b"),
      rejected: answered("c"),
      score_chosen: 8,
      score_rejected: 3,
    },
  };
  for (const [what, record] of Object.entries(preferences)) {
    test(`ready-made pairs: ${what}`, async () => {
      const [kept] = await readGood(Buffer.from(lines(record)));
      expect(kept).toMatchObject({
        kind: "preference",
        messages: question,
        completions: [
          { model: "chosen", text: "b" },
          { model: "rejected", text: "c" },
        ],
      });
    });
  }

  test("a transcript is split at turns that alternate; a name inside an answer stays text", async () => {
    const shared = "\n\nHuman: a\n\nAssistant: b\n\nAssistant:  c\n\nHuman: d\n\nAssistant: ";
    const [kept] = await readGood(
      Buffer.from(lines({ chosen: `${shared}e\n\nAssistant: f`, rejected: `${shared}g` })),
    );
    expect(kept?.messages).toEqual([
      { role: "user", content: "a" },
      { role: "assistant", content: "b\n\nAssistant:  c" },
      { role: "user", content: "d" },
    ]);
    expect(kept?.completions.map(({ text }) => text)).toEqual(["e\n\nAssistant: f", "g"]);
  });

  test("CSV: quoted delimiters, line breaks and quotes, more responses, messages as JSON", async () => {
    const csv = [
      "Id,Category,System,Messages,Model_1,Response_1,Model_2,Response_2,Model_3,Response_3",
      '1,"x, y",Be brief.,"[{""role"":""user"",""content"":""a""}]",m1,"say ""hi""\r\nthere",m2,b,,',
      '2,z,,"[{""role"":""user"",""content"":""a2""}]",m1,a,m2,b,m3,c',
      '3,z,,"[{""role"": oops]",m1,a,m2,b,m3,c',
    ].join("\n");
    const [first, second, third] = await readAll(Buffer.from(csv));
    expect(first).toMatchObject({
      line: 2,
      row: {
        sourceId: "1",
        category: "x, y",
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "a" },
        ],
        completions: [
          { model: "m1", text: 'say "hi"\r\nthere' },
          { model: "m2", text: "b" },
        ],
      },
    });
    expect(second).toMatchObject({ line: 4, row: { completions: [{}, {}, { model: "m3" }] } });
    expect(third).toMatchObject({ line: 5, reason: expect.stringMatching(/^Column messages: /) });
  });
});

test("a CSV header may have columns without a name, and very many with one", async () => {
  const many = Array.from({ length: 100_000 }, (_, index) => `extra ${index}`).join(",");
  const cells = ",".repeat(100_000);
  const rows = await readGood(Buffer.from(`prompt,chosen,rejected,,,${many}\na,b,c,,${cells}\n`));
  expect(rows).toHaveLength(1);
});

describe("where the stream is cut does not matter", () => {
  const text = 'Zoë 😀 \\ " {[,]} \u2028 漢字';
  const record = {
    prompt: text,
    responses: [
      { model: "é", text },
      { model: "b", text: `${text}\n` },
    ],
  };
  const cell = `"${text.replaceAll('"', '""')}\n"`;
  const files = {
    jsonl: Buffer.from(`${lines(record)}{"prompt": oops}\n\n${lines(record)}`),
    array: Buffer.from(JSON.stringify([record, 3, record], null, 1)),
    document: Buffer.from([record, record].map((one) => JSON.stringify(one, null, 1)).join("")),
    csv: Buffer.from(`\uFEFFprompt,chosen,rejected\n${cell},${cell},x\r\n,b\n${cell},b,"c"\n`),
    gzip: gzipSync(lines(record, record)),
  };

  for (const [format, bytes] of Object.entries(files)) {
    test(format, async () => {
      const whole = await readAll(bytes);
      expect(whole.filter((one) => "row" in one)).toHaveLength(2);
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 12 }), async (cuts) => {
          expect(await readAll(bytes, defaultImportLimits, cuts)).toEqual(whole);
        }),
        { numRuns: 60 },
      );
      expect(await readAll(bytes, defaultImportLimits, [...bytes.keys()])).toEqual(whole);
    });
  }
});

function lines(...records: object[]): string {
  return records.map((one) => `${JSON.stringify(one)}\n`).join("");
}

function rowWith(list: unknown[]): string {
  return JSON.stringify({ prompt: "a", responses: list });
}

function damaged(bytes: Buffer): Buffer {
  return bytes.map((value, index) => (index > 15 ? value ^ 0xff : value)) as Buffer;
}

async function* stream(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const ends = [...new Set([...cuts, bytes.length])].sort((a, b) => a - b);
  let start = 0;
  for (const end of ends) {
    yield bytes.subarray(start, end);
    start = end;
  }
}

async function readAll(
  bytes: Uint8Array,
  limits: ImportLimits = defaultImportLimits,
  cuts: readonly number[] = [],
): Promise<RowOutcome[]> {
  const outcomes: RowOutcome[] = [];
  for await (const outcome of readRows(stream(bytes, cuts), limits)) outcomes.push(outcome);
  return outcomes;
}

async function readGood(bytes: Uint8Array): Promise<ImportRow[]> {
  return (await readAll(bytes)).map((outcome) => {
    if ("row" in outcome) return outcome.row;
    throw new Error(`line ${outcome.line}: ${outcome.reason}`);
  });
}
