import type { Database } from "#db/client.ts";
import type { Assignment } from "#db/queries/assignments.ts";
import {
  findCompletionOfPrompt,
  findPairText,
  insertEditedCompletion,
  insertEditPair,
  passOverForEditor,
} from "#db/queries/edits.ts";
import { ensureModels } from "#db/queries/import-content.ts";
import { editedModelName } from "#server/contracts/vocabulary.ts";
import { hashText } from "./content-hash.ts";

/**
 * Keeps what an annotator made of the better response as a completion of the same prompt, and opens
 * one pair of it and the original for everybody but its editor. A text that is there already is
 * that completion, and one that differs in white space only is no edit.
 * @returns the completion, or null when it is no edit
 */
export async function storeEdit(
  tx: Database,
  params: {
    readonly assignment: Assignment;
    readonly side: "first" | "second";
    readonly text: string;
    readonly targetJudgments: number;
  },
): Promise<number | null> {
  const { assignment, side, text, targetJudgments } = params;
  const { projectId, annotatorId } = assignment;
  const original = await findPairText(tx, { pairId: assignment.pairId, side });
  if (withoutSpace(text) === "" || withoutSpace(text) === withoutSpace(original.text)) return null;
  const { promptId } = original;
  const known = await findCompletionOfPrompt(tx, { promptId, text });
  if (known !== null && known.editOf !== original.completionId) return known.id;
  const models = await ensureModels(tx, { projectId, names: [editedModelName] });
  const modelId = models.get(editedModelName);
  if (modelId === undefined) throw new Error("the model of edited texts was not made");
  const editId =
    known?.id ??
    (await insertEditedCompletion(tx, {
      promptId,
      modelId,
      text,
      contentHash: hashText(text),
      editOf: original.completionId,
      editedBy: annotatorId,
    }));
  const pair = await insertEditPair(tx, {
    projectId,
    promptId,
    firstId: Math.min(original.completionId, editId),
    secondId: Math.max(original.completionId, editId),
    slice: original.slice,
    targetJudgments,
  });
  await passOverForEditor(tx, { pair, assignment });
  return editId;
}

function withoutSpace(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
