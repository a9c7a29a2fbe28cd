import type { EmbeddingFormat } from "#server/contracts/reward-protocol.ts";

const float16Max = 65504;

/** Writes an embedding in the format that was asked for. What float16 cannot hold is cut to its largest. */
export function encodeEmbedding(
  values: ArrayLike<number>,
  { dtype, encoding }: EmbeddingFormat,
): string | number[] {
  const rounded = Array.from(values, (value) =>
    dtype === "float16" ? halfToNumber(numberToHalf(value)) : Math.fround(value),
  );
  return encoding === "array" ? rounded : toBase64(packNumbers(rounded, dtype));
}

/**
 * Reads what {@link encodeEmbedding} wrote.
 * @throws RangeError when it is no base64, is cut short, or holds a number that is not finite
 */
export function decodeEmbedding(
  written: string | readonly number[],
  dtype: EmbeddingFormat["dtype"],
): Float64Array {
  const values =
    typeof written === "string"
      ? unpackNumbers(fromBase64(written), dtype)
      : Float64Array.from(written);
  if (!values.every(Number.isFinite)) throw new RangeError("An embedding holds no finite number.");
  return values;
}

function packNumbers(values: readonly number[], dtype: EmbeddingFormat["dtype"]): Uint8Array {
  const size = dtype === "float16" ? 2 : 4;
  const view = new DataView(new ArrayBuffer(values.length * size));
  values.forEach((value, index) => {
    if (dtype === "float16") view.setUint16(2 * index, numberToHalf(value), true);
    else view.setFloat32(4 * index, value, true);
  });
  return new Uint8Array(view.buffer);
}

function unpackNumbers(bytes: Uint8Array, dtype: EmbeddingFormat["dtype"]): Float64Array {
  const size = dtype === "float16" ? 2 : 4;
  if (bytes.length % size !== 0) throw new RangeError(`An embedding in ${dtype} is cut short.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: bytes.length / size }, (_, index) =>
    dtype === "float16"
      ? halfToNumber(view.getUint16(2 * index, true))
      : view.getFloat32(4 * index, true),
  );
}

/** The bits of the nearest IEEE 754 half; ties go to the even one. Node 20 has no Float16Array. */
function numberToHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.min(Math.abs(value), float16Max);
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  const steps = roundToEven(size / 2 ** (exponent - 10));
  // Subnormal numbers have less than 1024 steps; a carry into the next exponent adds up by itself.
  return sign | (exponent === -14 ? steps : ((exponent + 14) << 10) + steps);
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function fromBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0));
  } catch (error) {
    throw new RangeError("An embedding is not base64.", { cause: error });
  }
}
