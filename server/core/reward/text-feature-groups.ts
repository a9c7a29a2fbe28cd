import { featureCount, styleCount } from "./features.ts";
import type { FeatureGroup } from "./reward-model.ts";

/** The columns of text features with the prior widths that served best on real preferences. */
export const textFeatureGroups: readonly FeatureGroup[] = [
  { name: "style", width: styleCount, priorMean: 0, priorDeviation: 0.1 },
  { name: "wording", width: featureCount - styleCount, priorMean: 0, priorDeviation: 0.07 },
];
