import { markHiddenCharacters } from "./hidden-characters.ts";

const blockLength = 8000;

/**
 * A text exactly as it is, blanks and lines included, with a mark in the place of each character
 * that cannot be seen. A long one is cut into blocks that the browser lays out as they come near.
 */
export function PlainText({ text }: { readonly text: string }) {
  const blocks = cutIntoBlocks(text);
  return (
    <div className="plain-text">
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one text never move.
        <div key={index} className={blocks.length > 4 ? "plain-block" : undefined}>
          {markHiddenCharacters(block, "all").map((part, position) =>
            part.isMark ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above.
              <span key={position} className="hidden-character">
                {part.text}
              </span>
            ) : (
              part.text
            ),
          )}
        </div>
      ))}
    </div>
  );
}

/** Blocks end with a line where they can, and never within a pair of surrogates. */
function cutIntoBlocks(text: string): string[] {
  if (text.length <= blockLength * 2) return [text];
  const blocks: string[] = [];
  for (let start = 0; start < text.length; ) {
    let end = Math.min(start + blockLength, text.length);
    const line = text.lastIndexOf("\n", end - 1);
    if (end < text.length && line > start + blockLength / 2) end = line + 1;
    else if (/[\uD800-\uDBFF]/.test(text[end - 1] ?? "") && end < text.length) end += 1;
    blocks.push(text.slice(start, end));
    start = end;
  }
  return blocks;
}
