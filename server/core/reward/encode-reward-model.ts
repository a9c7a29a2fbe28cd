import { hashContent } from "./content-hash.ts";
import { type FeatureGroup, type RewardModel, totalWidth } from "./reward-model.ts";

/** First bytes of an encoded model: "TBRM" and the version of this layout. */
const magic = [0x54, 0x42, 0x52, 0x4d, 1, 0, 0, 0];

type Header = {
  readonly featureVersion: number;
  readonly groups: readonly FeatureGroup[];
  readonly temperature: number;
  readonly thresholds: number;
  readonly priorScale: number;
  readonly judgments: number;
};

/** A model that has not been named yet. */
export type UnstampedModel = Omit<RewardModel, "version">;

/** Names a model by the hash of its encoded content. */
export function stampVersion(model: UnstampedModel): RewardModel {
  return { ...model, version: hashContent(encodeRewardModel(model)) };
}

/**
 * Encodes a model to bytes: {@link magic}, the length of a JSON header, the header, then
 * little-endian doubles. Of the covariance only the lower triangle is kept. Every number survives
 * exactly, so decoding gives back the same version.
 */
export function encodeRewardModel(model: UnstampedModel): Uint8Array {
  const header: Header = {
    featureVersion: model.featureVersion,
    groups: model.groups,
    temperature: model.temperature,
    thresholds: model.thresholds.length,
    priorScale: model.priorScale,
    judgments: model.judgments,
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const { centres, scales, limits } = model.standardiser;
  const triangle = packLower(model.covariance, model.mean.length);
  const arrays = [model.mean, centres, scales, limits, model.thresholds, triangle];
  const numbers = arrays.reduce((sum, array) => sum + array.length, 0);
  const bytes = new Uint8Array(magic.length + 4 + text.length + 8 * numbers);
  const view = new DataView(bytes.buffer);
  bytes.set(magic);
  view.setUint32(magic.length, text.length, true);
  bytes.set(text, magic.length + 4);
  let at = magic.length + 4 + text.length;
  for (const array of arrays) {
    for (const value of array) {
      view.setFloat64(at, value, true);
      at += 8;
    }
  }
  return bytes;
}

/**
 * Decodes what {@link encodeRewardModel} wrote.
 *
 * @throws RangeError when the bytes are not an encoded model of this layout, or are cut short
 */
export function decodeRewardModel(bytes: Uint8Array): RewardModel {
  if (bytes.length < magic.length + 4 || magic.some((byte, index) => bytes[index] !== byte)) {
    throw new RangeError("These bytes are not a reward model.");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerEnd = magic.length + 4 + view.getUint32(magic.length, true);
  if (headerEnd > bytes.length) throw new RangeError("The reward model is cut short.");
  const header = parseHeader(bytes.subarray(magic.length + 4, headerEnd));
  const width = totalWidth(header.groups);
  const expected = 4 * width + header.thresholds + (width * (width + 1)) / 2;
  if (bytes.length !== headerEnd + 8 * expected) {
    throw new RangeError("The reward model is cut short or has trailing bytes.");
  }
  let at = headerEnd;
  const take = (count: number) => {
    const start = at;
    at += 8 * count;
    return Float64Array.from({ length: count }, (_, k) => view.getFloat64(start + 8 * k, true));
  };
  const mean = take(width);
  const standardiser = { centres: take(width), scales: take(width), limits: take(width) };
  const thresholds = take(header.thresholds);
  const covariance = unpackLower(take((width * (width + 1)) / 2), width);
  const { featureVersion, groups, temperature, priorScale, judgments } = header;
  const version = hashContent(bytes);
  return {
    version,
    featureVersion,
    groups,
    standardiser,
    mean,
    covariance,
    temperature,
    thresholds,
    priorScale,
    judgments,
  };
}

function parseHeader(bytes: Uint8Array): Header {
  const header: unknown = JSON.parse(new TextDecoder().decode(bytes));
  if (!isHeader(header)) throw new RangeError("The header of the reward model is malformed.");
  return header;
}

function isHeader(value: unknown): value is Header {
  if (typeof value !== "object" || value === null) return false;
  if (!("groups" in value && Array.isArray(value.groups) && value.groups.every(isGroup)))
    return false;
  const numbers = ["featureVersion", "temperature", "thresholds", "priorScale", "judgments"];
  const fields = new Map<string, unknown>(Object.entries(value));
  return numbers.every((name) => typeof fields.get(name) === "number");
}

function isGroup(value: unknown): value is FeatureGroup {
  if (typeof value !== "object" || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  const numbers = ["width", "priorMean", "priorDeviation"];
  return (
    typeof fields.get("name") === "string" &&
    typeof fields.get("isAdaptive") === "boolean" &&
    numbers.every((name) => typeof fields.get(name) === "number")
  );
}

function packLower(matrix: Float64Array, width: number): Float64Array {
  const packed = new Float64Array((width * (width + 1)) / 2);
  let at = 0;
  for (let row = 0; row < width; row++) {
    for (let column = 0; column <= row; column++) packed[at++] = matrix[row * width + column];
  }
  return packed;
}

function unpackLower(packed: Float64Array, width: number): Float64Array {
  const matrix = new Float64Array(width * width);
  let at = 0;
  for (let row = 0; row < width; row++) {
    for (let column = 0; column <= row; column++) {
      matrix[row * width + column] = packed[at];
      matrix[column * width + row] = packed[at++];
    }
  }
  return matrix;
}
