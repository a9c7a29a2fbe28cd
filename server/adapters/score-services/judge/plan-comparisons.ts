/**
 * Which of n answers are compared: a ring, which connects them all, and chords across it, so that no
 * two are far apart. About `perAnswer` comparisons for each answer; all pairs when there are few.
 */
export function planComparisons(count: number, perAnswer: number): (readonly [number, number])[] {
  const chosen = new Map<string, readonly [number, number]>();
  const steps = Math.ceil(perAnswer / 2);
  for (let step = 1; step <= steps; step++) {
    const offset = step === 1 ? 1 : Math.max(2, Math.round(count / step));
    for (let first = 0; first < count; first++) {
      const second = (first + offset) % count;
      if (first !== second) {
        const pair = [Math.min(first, second), Math.max(first, second)] as const;
        chosen.set(pair.join(), pair);
      }
    }
  }
  return [...chosen.values()];
}
