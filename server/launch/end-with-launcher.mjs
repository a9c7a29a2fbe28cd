// Loaded before the programs that the launcher starts: when the launcher is killed, its end of the
// channel closes, and the program asks itself to stop instead of running on unseen. A program hands
// its options on to processes of its own, whose channels are none of the launcher's business.
if (process.connected && process.env.TIEBREAK_LAUNCHER === String(process.ppid)) {
  process.channel?.unref();
  process.once("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.exit(1), 10_000).unref();
  });
}
