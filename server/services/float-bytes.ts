/** Little-endian 32-bit floats: half the size of doubles, and as many digits as scores carry. */
export function toFloatBytes(values: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < values.length; index++) {
    view.setFloat32(4 * index, values[index] ?? 0, true);
  }
  return bytes;
}

export function fromFloatBytes(bytes: Uint8Array): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: bytes.byteLength / 4 }, (_, index) =>
    view.getFloat32(4 * index, true),
  );
}
