/** The formats that messages name; a compiled message brings none of its own. */
export const formats = { number: { percent: { style: "percent" } } } as const;
