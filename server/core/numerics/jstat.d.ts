/** The parts of jstat that the tests compare against; it is an independent implementation. */
declare module "jstat" {
  export const jStat: {
    gammaln(x: number): number;
    lowRegGamma(a: number, x: number): number;
    ibeta(x: number, a: number, b: number): number;
    normal: { cdf(x: number, mean: number, sd: number): number };
    chisquare: { cdf(x: number, df: number): number; inv(p: number, df: number): number };
  };
}
