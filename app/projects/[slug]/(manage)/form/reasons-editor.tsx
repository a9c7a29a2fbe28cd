"use client";

import { useRef, useState } from "react";
import { Button } from "#app/components/button.tsx";
import { fieldControlClass } from "#app/components/field.tsx";
import { CloseIcon, PlusIcon } from "#app/components/icons.tsx";
import { reasonLengthMax } from "#server/contracts/vocabulary.ts";
import { moveReason } from "./form-changes.ts";

type ReasonsEditorProps = {
  readonly reasons: readonly string[];
  readonly error: string | undefined;
  onChange(reasons: string[]): void;
};

const reasonsMax = 12;

/**
 * Reason tags in their order: Enter begins the next one, Alt with an arrow moves one, and an empty
 * one goes away with Backspace. The buttons do the same.
 */
export function ReasonsEditor({ reasons, error, onChange }: ReasonsEditorProps) {
  const list = useRef<HTMLOListElement>(null);
  const [news, setNews] = useState("");
  const focusAt = (index: number) =>
    requestAnimationFrame(() => list.current?.querySelectorAll("input")[index]?.focus());
  const add = (at: number) => {
    if (reasons.length >= reasonsMax) return;
    onChange([...reasons.slice(0, at), "", ...reasons.slice(at)]);
    focusAt(at);
  };
  const move = (index: number, by: -1 | 1) => {
    onChange(moveReason(reasons, index, by));
    const place = Math.max(0, Math.min(reasons.length - 1, index + by));
    setNews(`${reasons[index] || "The reason"} is now ${place + 1} of ${reasons.length}.`);
    focusAt(place);
  };
  const remove = (index: number) => {
    onChange(reasons.filter((_, place) => place !== index));
    setNews(`${reasons[index] || "The reason"} was removed.`);
    focusAt(Math.max(0, index - 1));
  };
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium">Reason tags</legend>
      <ol ref={list} className="flex flex-col gap-2">
        {reasons.map((reason, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a tag is its place while its words change.
          <li key={index}>
            <ReasonRow
              reason={reason}
              place={index + 1}
              isFirst={index === 0}
              isLast={index === reasons.length - 1}
              onChange={(words) => onChange(reasons.with(index, words))}
              onMove={(by) => move(index, by)}
              onRemove={() => remove(index)}
              onNext={() => add(index + 1)}
            />
          </li>
        ))}
      </ol>
      {error !== undefined && <p className="mt-2 text-sm text-danger">{error}</p>}
      <p role="status" className="sr-only">
        {news}
      </p>
      <Button
        size="small"
        className="mt-3"
        disabled={reasons.length >= reasonsMax}
        onClick={() => add(reasons.length)}
      >
        <PlusIcon /> Add a reason
      </Button>
    </fieldset>
  );
}

type ReasonRowProps = {
  readonly reason: string;
  readonly place: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  onChange(words: string): void;
  onMove(by: -1 | 1): void;
  onRemove(): void;
  onNext(): void;
};

function ReasonRow(props: ReasonRowProps) {
  const { reason, place, isFirst, isLast, onChange, onMove, onRemove, onNext } = props;
  const name = reason || `reason ${place}`;
  return (
    <div className="flex items-center gap-1">
      <input
        dir="auto"
        aria-label={`Reason ${place}`}
        value={reason}
        maxLength={reasonLengthMax}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          const isMove = event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown");
          if (isMove) onMove(event.key === "ArrowUp" ? -1 : 1);
          else if (event.key === "Enter") onNext();
          else if (event.key === "Backspace" && reason === "") onRemove();
          else return;
          event.preventDefault();
        }}
        className={`${fieldControlClass} h-10 min-w-0 grow`}
      />
      <Button
        variant="quiet"
        size="small"
        disabled={isFirst}
        aria-label={`Move ${name} up`}
        onClick={() => onMove(-1)}
      >
        <span aria-hidden="true">↑</span>
      </Button>
      <Button
        variant="quiet"
        size="small"
        disabled={isLast}
        aria-label={`Move ${name} down`}
        onClick={() => onMove(1)}
      >
        <span aria-hidden="true">↓</span>
      </Button>
      <Button variant="quiet" size="small" aria-label={`Remove ${name}`} onClick={onRemove}>
        <CloseIcon />
      </Button>
    </div>
  );
}
