import { type ExportManifest, exportSplits } from "#server/contracts/export.ts";

/** Python that loads the downloaded files of one version, with the splits that it has. */
export function loadLine(prefix: string, manifest: Pick<ExportManifest, "rows">): string {
  const files = exportSplits
    .filter((split) => manifest.rows[split] > 0)
    .map((split) => `"${split}": "${prefix}-${split}.jsonl"`);
  return `load_dataset("json", data_files={${files.join(", ")}})`;
}

export function trlCommand(folder: string): string {
  return `trl dpo --model_name_or_path Qwen/Qwen3-0.6B --dataset_name ./${folder} --output_dir ${folder}-dpo`;
}

export function axolotlConfig(prefix: string): string {
  return [
    "rl: dpo",
    "datasets:",
    `  - path: ./${prefix}-train.jsonl`,
    "    ds_type: json",
    "    split: train",
    "    type: chat_template.default",
    "    field_messages: prompt",
  ].join("\n");
}
