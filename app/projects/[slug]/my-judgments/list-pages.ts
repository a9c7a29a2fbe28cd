/** How one's judgments are paged; the same for the prefetch on the server and in the browser. */
export const listPages = {
  initialCursor: null,
  getNextPageParam: (page: { readonly nextCursor: string | null }) => page.nextCursor,
};
