import { Notice } from "#app/components/notice.tsx";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { RemarksDisclosure } from "./remarks-disclosure.tsx";
import { resultWords } from "./result-words.ts";

type ImportResultProps = {
  readonly projectId: string;
  readonly result: NonNullable<ApiOutputs["imports"]["find"]>;
  /** Said aloud: for an import that has just ended. */
  readonly isAlert?: boolean;
};

export function ImportResult({ projectId, result, isAlert }: ImportResultProps) {
  const isFailed = result.state === "failed";
  const tone = isFailed ? "danger" : result.remarks > 0 ? "warning" : "accent";
  return (
    <div className="flex flex-col gap-3">
      <Notice tone={tone} isAlert={isAlert}>
        <p className="font-medium break-all">
          <bdi>{result.fileName}</bdi>
        </p>
        {resultWords(result).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </Notice>
      <RemarksDisclosure projectId={projectId} result={result} isOpen={!isFailed} />
    </div>
  );
}
