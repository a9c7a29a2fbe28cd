import { Notice } from "#app/components/notice.tsx";
import { Section } from "#app/components/section.tsx";
import { formatCount, formatMoment } from "#app/format.ts";
import type { ApiOutputs } from "#app/trpc/outputs.ts";
import { CalibrationPlot } from "./calibration-plot.tsx";
import { toPercent } from "./chart-words.ts";
import { findingWords } from "./finding-words.ts";
import { ProofCurve } from "./proof-curve.tsx";
import { StrengthTable } from "./strength-table.tsx";

type Proof = ApiOutputs["rewardModels"]["proof"];

/** What choosing is worth, how honest the probabilities are, and which preferences are predicted. */
export function ProofSections({ proof: held }: { readonly proof: Proof }) {
  if (held === null) {
    return (
      <Section title="Is choosing worth it?" description={worthDescription}>
        <p className="max-w-prose text-muted">
          The comparison appears with the first model that has judgments of both arms to learn from.
        </p>
      </Section>
    );
  }
  const { proof, createdAt } = held;
  const isGood = proof.finding.kind === "saved";
  return (
    <>
      <Section title="Is choosing worth it?" description={worthDescription}>
        <Notice tone={isGood ? "accent" : proof.finding.kind === "worse" ? "warning" : "neutral"}>
          <p className="text-base leading-7">{findingWords(proof.finding)}</p>
        </Notice>
        <div className="mt-6">
          <ProofCurve curve={proof.curve} />
        </div>
        <p className="mt-4 text-[0.8125rem] text-muted">
          As of version {proof.version}, {formatMoment(createdAt)}; tested on{" "}
          {formatCount(proof.holdoutJudgments)} judgments of {formatCount(proof.holdoutPrompts)}{" "}
          hold-out prompts.
        </p>
      </Section>
      <Section
        title="Calibration"
        description="When the model says 70 %, is it right in 70 % of the cases? Hold-out judgments only, as pairs that were chosen would mislead."
      >
        {proof.calibration.length === 0 ? (
          <p className="text-muted">There are no decisive hold-out judgments yet.</p>
        ) : (
          <>
            {proof.calibrationError !== null && (
              <p className="mb-4 text-sm">
                On average predictions are off by {toPercent(proof.calibrationError)} points.
              </p>
            )}
            <CalibrationPlot bins={proof.calibration} />
          </>
        )}
      </Section>
      <Section
        title="Accuracy by strength"
        description="Clear preferences should be predicted better than faint ones."
      >
        {proof.byStrength.length === 0 ? (
          <p className="text-muted">There are no decisive hold-out judgments yet.</p>
        ) : (
          <StrengthTable rows={proof.byStrength} />
        )}
      </Section>
    </>
  );
}

const worthDescription =
  "One learner saw what the active arm served (drawn uniformly until the first model and whenever the queue was empty, else chosen), the other what the control arm served (always drawn uniformly); both stand at equal numbers of judgments on the same hold-out slice.";
