/** How the list of exports is paged; the same for the prefetch on the server and in the browser. */
export const listPages = {
  initialCursor: null,
  getNextPageParam: (page: { readonly nextCursor: number | null }) => page.nextCursor,
};
