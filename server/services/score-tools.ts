import type {
  FindMisplaced,
  OpenScoreAdapter,
  ProbeScoreService,
  RecheckScoreService,
} from "#server/adapters/score-services/score-adapter.ts";

/** What it takes to ask outside score services; put together by the runtime. */
export type ScoreTools = {
  readonly open: OpenScoreAdapter;
  readonly probe: ProbeScoreService;
  readonly recheck: RecheckScoreService;
  readonly findMisplaced: FindMisplaced;
  /** Private hosts and networks that may be asked. */
  readonly allow: readonly string[];
  /**
   * The secret of this installation, from which the key of stored tokens is derived.
   * @throws Unavailable when there is none
   */
  readonly secret: () => string;
};
