/** Settles when the launcher is asked to end; being asked again changes nothing. */
export type StopRequest = { readonly signal: AbortSignal; readonly requested: Promise<void> };

/**
 * Ctrl-C, SIGTERM, the loss of the terminal, and the end of npm all ask the launcher to end.
 * Listening starts before anything is started, so that there is no moment at which a signal ends
 * the launcher and leaves its children behind.
 */
export function listenForStop(): StopRequest {
  const controller = new AbortController();
  const requested = new Promise<void>((resolve) => {
    function stop(): void {
      controller.abort();
      resolve();
    }
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(name, stop);
    }
    whenNpmEnds(stop);
  });
  return { signal: controller.signal, requested };
}

/**
 * A SIGTERM to npm ends npm and the shell between it and this process, and the shell does not pass
 * it on; the only sign of it here is a new parent process.
 */
function whenNpmEnds(stop: () => void): void {
  if (process.env["npm_lifecycle_event"] === undefined) {
    return;
  }
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) {
      clearInterval(timer);
      stop();
    }
  }, 500);
  timer.unref();
}
