import { type ExportManifest, exportSplits } from "#server/contracts/export.ts";

/**
 * A dataset card. Its `configs` keep the datasets library from taking the manifest for data when
 * the files lie in one folder.
 */
export function formatExportReadme(manifest: ExportManifest): string {
  const splits = exportSplits.filter((split) => manifest.rows[split] > 0);
  return [
    "---",
    "tags: [human-feedback, preference, rlhf, dpo, trl]",
    ...(splits.length === 0
      ? []
      : [
          "configs:",
          "- config_name: dpo",
          "  default: true",
          "  data_files:",
          ...splits.map((split) => `  - {split: ${split}, path: "*${split}.jsonl"}`),
        ]),
    "---",
    "",
    `# Human preferences from the project ${manifest.project}`,
    "",
    `${manifest.rows.train} training and ${manifest.rows.test} test rows, from ${manifest.judgments.current} judgments of ${manifest.pairs.judged} pairs.`,
    "",
    "Each row has a `prompt` (messages, the last from the user) and one assistant message each in `chosen` and `rejected`.",
    "",
    ...manifest.rules.map((rule) => `- ${rule}`),
    ...columns,
    "",
    "With the files in one folder:",
    "",
    "```python",
    "from datasets import load_dataset",
    'dataset = load_dataset("path/to/folder")',
    "```",
    "",
  ].join("\n");
}

const columns = [
  "",
  "| column | meaning |",
  "|---|---|",
  "| `pair_id`, `prompt_id` | the same for the same content, in every export and on every machine |",
  "| `model_chosen`, `model_rejected` | who wrote the answers |",
  "| `preference_strength` | mean strength given by those who agree; 0 where none was given (only if strength was asked) |",
  "| `p_chosen` | share of the judgments for the chosen answer, ties counted half |",
  "| `n_annotations`, `n_agree` | judgments of the pair, and how many chose as the row does |",
  "| `source` | where the row comes from |",
  "| `metadata_json` | what the judgments answered besides the verdict, as a JSON string: flags with how many answered, safety, mean grades, reasons, rationales and improved texts (only if any was given) |",
];
