"use client";

import { type KeyboardEvent, useDeferredValue, useId, useMemo, useState } from "react";
import { useTranslations } from "use-intl/react";
import { Button } from "#app/components/button.tsx";
import { classNames } from "#app/components/class-names.ts";
import { fieldControlClass } from "#app/components/field.tsx";
import { betterSide, type Draft, type DraftAnswers, type Side } from "./draft.ts";
import { sideName } from "./verdict-words.ts";
import { findWordChanges, type WordChanges } from "./word-changes.ts";

type EditFieldProps = {
  readonly draft: Draft;
  readonly texts: Readonly<Record<Side, string>>;
  onChange(part: Pick<DraftAnswers, "edits">): void;
  onSubmit(): void;
};

/** Opens the better response for changes. What was changed in the other one is kept meanwhile. */
export function EditField({ draft, texts, onChange, onSubmit }: EditFieldProps) {
  const translate = useTranslations("form.edit");
  const { edits } = draft.answers;
  const [discarded, setDiscarded] = useState<Partial<Record<Side, string>>>({});
  const side = betterSide(draft.verdict);
  const others = (["left", "right"] as const).filter(
    (one) => one !== side && edits[one] !== null && edits[one] !== texts[one],
  );
  const change = (one: Side, text: string | null) => {
    const held = edits[one];
    if (text === null && held !== null && held !== texts[one]) {
      setDiscarded({ ...discarded, [one]: held });
    }
    onChange({ edits: { ...edits, [one]: text } });
  };
  const restorable = side !== null && edits[side] === null ? discarded[side] : undefined;
  if (side === null && others.length === 0) return null;
  return (
    <div data-part="edit" className="flex flex-col items-start gap-2">
      {side !== null && edits[side] === null && (
        <Button onClick={() => change(side, texts[side])}>
          {translate("title", { side: sideName(side) })}
        </Button>
      )}
      {side !== null && restorable !== undefined && (
        <Button variant="quiet" size="small" onClick={() => change(side, restorable)}>
          {translate("restore")}
        </Button>
      )}
      {side !== null && edits[side] !== null && (
        <Editor
          key={side}
          side={side}
          original={texts[side]}
          text={edits[side]}
          onChange={(text) => change(side, text)}
          onSubmit={onSubmit}
        />
      )}
      {others.map((one) => (
        <p key={one} className="text-[0.8125rem] leading-5 text-muted">
          {translate("kept", { side: sideName(one) })}
        </p>
      ))}
    </div>
  );
}

type EditorProps = {
  readonly side: Side;
  readonly original: string;
  readonly text: string;
  onChange(text: string | null): void;
  onSubmit(): void;
};

function Editor({ side, original, text, onChange, onSubmit }: EditorProps) {
  const translate = useTranslations("form.edit");
  const id = useId();
  const isChanged = text !== original;
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (!event.repeat) onSubmit();
  };
  return (
    <div className="flex w-full flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {translate("label", { side: sideName(side) })}
      </label>
      <textarea
        id={id}
        dir="auto"
        // biome-ignore lint/a11y/noAutofocus: it appears because a person asked to edit.
        autoFocus
        rows={10}
        value={text}
        maxLength={200_000}
        aria-describedby={`${id}-hint ${id}-changes`}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={press}
        className={classNames(fieldControlClass, "scroll-mb-80 resize-y py-2 leading-6")}
      />
      <p id={`${id}-hint`} className="text-[0.8125rem] leading-5 text-muted">
        {translate("hint")}
      </p>
      <Changes id={`${id}-changes`} original={original} text={text} />
      <Button variant="quiet" size="small" className="self-start" onClick={() => onChange(null)}>
        {isChanged ? translate("revert") : translate("close")}
      </Button>
    </div>
  );
}

function Changes(props: { readonly id: string; readonly original: string; readonly text: string }) {
  const { id, original } = props;
  const translate = useTranslations("form.edit");
  const text = useDeferredValue(props.text);
  const changes = useMemo(() => findWordChanges(original, text), [original, text]);
  const sentence = () => {
    if (text.trim() === "") return translate("empty");
    if (text === original) return translate("unchanged");
    return translate("changes", { added: changes.added, removed: changes.removed });
  };
  return (
    <div className="text-sm">
      <p id={id} aria-live="polite">
        {sentence()}
      </p>
      {text !== original && (
        <details className="mt-1">
          <summary className="inline-block rounded-control py-1 text-muted">
            {translate("show")}
          </summary>
          <MarkedText pieces={changes.pieces} />
        </details>
      )}
    </div>
  );
}

function MarkedText({ pieces }: { readonly pieces: WordChanges["pieces"] }) {
  return (
    <div
      dir="auto"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      className="mt-1 max-h-72 overflow-y-auto rounded-control border border-line bg-sunken px-3 py-2 leading-6 break-words whitespace-pre-wrap"
    >
      {pieces.map((piece, index) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces are made anew with each change.
        if (piece.kind === "same") return <span key={index}>{piece.text}</span>;
        const Mark = piece.kind === "added" ? "ins" : "del";
        return (
          <Mark
            // biome-ignore lint/suspicious/noArrayIndexKey: as above.
            key={index}
            className={
              piece.kind === "added"
                ? "bg-accent-soft text-ink no-underline"
                : "bg-danger-soft text-muted"
            }
          >
            {piece.text}
          </Mark>
        );
      })}
    </div>
  );
}
