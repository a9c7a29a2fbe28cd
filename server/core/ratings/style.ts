/** How an answer is written, whatever it says. */
export type Style = {
  /** Unicode characters. Only ratios of lengths are used, so characters do for tokens. */
  readonly length: number;
  readonly headers: number;
  /** Items of ordered and unordered lists. */
  readonly lists: number;
  readonly bold: number;
};

/** The order of the style features in every array. */
export const STYLE_FEATURES = ["length", "headers", "lists", "bold"] as const;

/**
 * Counts of length and markdown marks, with code blocks left out of the marks.
 *
 * The patterns are those of the public arenas, except that leading white space may not span lines,
 * which finds the same items without quadratic time on long runs of empty lines.
 *
 * @param text an answer as markdown.
 * @returns counts, never negative.
 * Source: FastChat, fastchat/serve/monitor/add_markdown_info.py, https://github.com/lm-sys/FastChat
 */
export function measureStyle(text: string): Style {
  const prose = text.replaceAll(/```[^`]*```/g, "");
  return {
    length: Array.from(text).length,
    headers: countMatches(prose, /^#{1,6}\s/gm),
    lists:
      countMatches(prose, /^[^\S\r\n]*\d+\.\s/gm) + countMatches(prose, /^[^\S\r\n]*[-*+]\s/gm),
    bold: countMatches(prose, /\*\*[^*\n]+\*\*/g) + countMatches(prose, /__[^_\n]+__/g),
  };
}

/**
 * The normalised differences (a − b)/(a + b) of each style feature, zero where both are zero.
 *
 * @param first style of the first answer.
 * @param second style of the second answer.
 * @returns four values in [−1, 1] in the order of {@link STYLE_FEATURES}; swapping the answers
 * changes every sign.
 * Source: "Does style matter?", https://lmsys.org/blog/2024-08-28-style-control/
 */
export function styleDifference(first: Style, second: Style): Float64Array {
  return Float64Array.from(STYLE_FEATURES, (feature) => {
    const total = first[feature] + second[feature];
    return total === 0 ? 0 : (first[feature] - second[feature]) / total;
  });
}

export type ScaledFeatures = {
  /** rows × featureCount, row-major. */
  readonly features: Float64Array;
  /** Root mean square of each feature; 1 for a feature that is zero in every row. */
  readonly scales: Float64Array;
};

/**
 * Features divided by their root mean square, so that their effects can be compared with each other.
 *
 * The mean is not subtracted: these are differences between two answers, and a mean would make the
 * fit depend on which answer is called first.
 *
 * @param features rows × featureCount, row-major; not changed.
 * @param featureCount number of features per row.
 * @throws RangeError when the length is not a multiple of a positive featureCount or a value is not finite.
 * Source: https://lmsys.org/blog/2024-08-28-style-control/
 */
export function scaleFeatures(features: Float64Array, featureCount: number): ScaledFeatures {
  if (
    !(Number.isInteger(featureCount) && featureCount > 0 && features.length % featureCount === 0)
  ) {
    throw new RangeError(`${features.length} values are not rows of ${featureCount} features`);
  }
  const scales = new Float64Array(featureCount);
  for (let at = 0; at < features.length; at++) scales[at % featureCount] += features[at] ** 2;
  const rowCount = features.length / featureCount;
  for (let feature = 0; feature < featureCount; feature++) {
    const scale = Math.sqrt(scales[feature] / Math.max(1, rowCount));
    if (!Number.isFinite(scale)) throw new RangeError(`feature ${feature} is not finite`);
    scales[feature] = scale > 0 ? scale : 1;
  }
  return { features: features.map((value, at) => value / scales[at % featureCount]), scales };
}

function countMatches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
