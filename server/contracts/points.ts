/** What every recorded judgment earns, whichever way it goes: disagreeing never costs points. */
export const pointsPerJudgment = 10;
