const retryMs = 1000;

/** Fetches a part of the program that nobody can go on without: again and again until it is here. */
export async function loadUntilHere<Module>(load: () => Promise<Module>): Promise<Module> {
  for (;;) {
    const loaded = await load().then(
      (module) => ({ module }),
      () => null,
    );
    if (loaded !== null) return loaded.module;
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}
