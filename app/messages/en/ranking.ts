/** Putting several responses in order. */
export const ranking = {
  heading: "Responses to rank",
  response: "Response {name}",
  placeNext: "Place next",
  takeOut: "Take out",
  rank: "{rank, number}.",
  order: "Your order",
  hint: "Press the responses from best to worst.",
  alike: "Next one is alike",
  placed: "{count, number} of {total, number} placed",
} as const;
