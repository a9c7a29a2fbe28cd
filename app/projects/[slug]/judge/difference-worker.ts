import { compareTexts } from "./difference.ts";

/** Runs beside the page, so that comparing large texts never holds it up. */
addEventListener("message", ({ data }: MessageEvent<{ left: string; right: string }>) => {
  postMessage(compareTexts(data.left, data.right));
});
