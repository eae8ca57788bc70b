/**
 * Rows of the catalogue that no rule answers, each with the reason: they need something that is not
 * there yet (a live cluster, a view from inside a container), or they are out of scope.
 */
export const later: Readonly<Record<string, string>> = {};
