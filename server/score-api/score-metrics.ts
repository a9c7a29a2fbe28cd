import { monitorEventLoopDelay } from "node:perf_hooks";

/** Counts for GET /metrics in the text format of Prometheus. */
export type ScoreMetrics = {
  readonly countRequest: (request: {
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
  }) => void;
  readonly countItems: (items: { readonly scored: number; readonly failed: number }) => void;
  readonly write: (gauges: { readonly inside: number }) => string;
  readonly close: () => void;
};

/** Upper bounds in seconds of the histogram of durations. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

type Durations = { readonly counts: number[]; sum: number; count: number };

/** Routes and statuses are the service's own words, so the number of series is bounded. */
export function openScoreMetrics(): ScoreMetrics {
  const requests = new Map<string, number>();
  const durations = new Map<string, Durations>();
  const items = { scored: 0, failed: 0 };
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  return {
    countRequest({ route, status, seconds }) {
      const labels = `route="${route}",status="${status}"`;
      requests.set(labels, (requests.get(labels) ?? 0) + 1);
      observe(durations, route, seconds);
    },
    countItems({ scored, failed }) {
      items.scored += scored;
      items.failed += failed;
    },
    write: ({ inside }) =>
      [
        ...family("requests_total", "counter", "Requests by route and status."),
        ...[...requests].map(([labels, n]) => `${prefix}requests_total{${labels}} ${n}`),
        ...family("request_seconds", "histogram", "Time until the answer was ready, by route."),
        ...[...durations].flatMap(([route, one]) => writeHistogram(route, one)),
        ...family("items_total", "counter", "Items of batches by outcome."),
        `${prefix}items_total{outcome="scored"} ${items.scored}`,
        `${prefix}items_total{outcome="failed"} ${items.failed}`,
        ...family("requests_inside", "gauge", "Requests that are being read or scored."),
        `${prefix}requests_inside ${inside}`,
        ...family("event_loop_delay_seconds", "gauge", "99th percentile since the last scrape."),
        `${prefix}event_loop_delay_seconds ${readDelay(delay)}`,
        ...writeProcess(),
        "",
      ].join("\n"),
    close: () => delay.disable(),
  };
}

const prefix = "tiebreak_score_";
const resolutionMs = 10;

function family(name: string, kind: "counter" | "gauge" | "histogram", help: string): string[] {
  return [`# HELP ${prefix}${name} ${help}`, `# TYPE ${prefix}${name} ${kind}`];
}

function observe(durations: Map<string, Durations>, route: string, seconds: number): void {
  const one = durations.get(route) ?? { counts: bounds.map(() => 0), sum: 0, count: 0 };
  durations.set(route, one);
  one.sum += seconds;
  one.count += 1;
  for (const [at, bound] of bounds.entries()) if (seconds <= bound) one.counts[at] += 1;
}

function writeHistogram(route: string, { counts, sum, count }: Durations): string[] {
  const name = `${prefix}request_seconds`;
  return [
    ...bounds.map((bound, at) => `${name}_bucket{route="${route}",le="${bound}"} ${counts[at]}`),
    `${name}_bucket{route="${route}",le="+Inf"} ${count}`,
    `${name}_sum{route="${route}"} ${sum}`,
    `${name}_count{route="${route}"} ${count}`,
  ];
}

/** What is recorded is the time between two looks, of which one interval is no delay. */
function readDelay(delay: ReturnType<typeof monitorEventLoopDelay>): number {
  const seconds = Math.max(0, delay.percentile(99) / 1e9 - resolutionMs / 1000);
  delay.reset();
  return seconds;
}

/** The names that Prometheus' own client libraries give these. */
function writeProcess(): string[] {
  const { user, system } = process.cpuUsage();
  return [
    "# HELP process_resident_memory_bytes Resident memory.",
    "# TYPE process_resident_memory_bytes gauge",
    `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
    "# HELP process_cpu_seconds_total User and system time.",
    "# TYPE process_cpu_seconds_total counter",
    `process_cpu_seconds_total ${(user + system) / 1e6}`,
  ];
}
