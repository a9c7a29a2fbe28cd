/** The one page that stands without the layout, and so carries every language with it. */
export const outage = {
  documentTitle: "Something went wrong",
  title: "Tiebreak cannot answer just now",
  text: "That is our fault, not yours. Nothing that was confirmed has been lost. Please load the page again in a minute.",
  request: "Request",
} as const;
