/**
 * A 128-bit hash of bytes as 32 hexadecimal digits: MurmurHash3 (x86, 128 bits) with seed 0. It names
 * content; it is not a safeguard against someone who wants a collision.
 *
 * @see https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp
 */
export function hashContent(bytes: Uint8Array): string {
  const lanes = new Int32Array(4);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocks = bytes.length >>> 4;
  for (let block = 0; block < blocks; block++) {
    for (let lane = 0; lane < 4; lane++) {
      lanes[lane] ^= scramble(view.getInt32(block * 16 + lane * 4, true), lane);
      lanes[lane] = rotate(lanes[lane], rotations[lane]) + lanes[(lane + 1) % 4];
      lanes[lane] = Math.imul(lanes[lane], 5) + increments[lane];
    }
  }
  absorbTail(lanes, bytes.subarray(blocks * 16));
  for (let lane = 0; lane < 4; lane++) lanes[lane] ^= bytes.length;
  spread(lanes);
  for (let lane = 0; lane < 4; lane++) lanes[lane] = finish(lanes[lane]);
  spread(lanes);
  return Array.from(lanes, (lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("");
}

const constants = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93];
const laneRotations = [15, 16, 17, 18];
const rotations = [19, 17, 15, 13];
const increments = [0x561ccd1b, 0x0bcaa747, 0x96cd1c35, 0x32ac3b17];

function scramble(word: number, lane: number): number {
  const mixed = rotate(Math.imul(word, constants[lane]), laneRotations[lane]);
  return Math.imul(mixed, constants[(lane + 1) % 4]);
}

function absorbTail(lanes: Int32Array, tail: Uint8Array): void {
  for (let lane = 0; lane * 4 < tail.length; lane++) {
    let word = 0;
    for (let byte = 0; byte < 4 && lane * 4 + byte < tail.length; byte++) {
      word |= tail[lane * 4 + byte] << (8 * byte);
    }
    lanes[lane] ^= scramble(word, lane);
  }
}

/** Mixes the lanes into one another, in place. */
function spread(lanes: Int32Array): void {
  lanes[0] += lanes[1] + lanes[2] + lanes[3];
  for (let lane = 1; lane < 4; lane++) lanes[lane] += lanes[0];
}

function finish(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}
