/** Feature values by name; insertion order is the order of the features. */
export type NamedValues = Record<string, number>;
