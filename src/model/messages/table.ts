/** Sentences of one room in every language Plimsoll speaks, by message id. `{name}` stands for a parameter. */
export type MessageTable = Readonly<
  Record<string, { readonly en: string; readonly 'zh-CN': string }>
>;

/**
 * Fills the `{name}` placeholders of a template. A placeholder without a parameter stays as it is,
 * so that a mistake is visible; parameters are put in as they are and never read as templates.
 */
export function format(
  template: string,
  params: Readonly<Record<string, string | number>>,
): string {
  return template.replaceAll(/\{([A-Za-z][A-Za-z0-9]*)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
}

/** Names of the placeholders of a template, sorted, each once. */
export function placeholders(template: string): readonly string[] {
  const names = [...template.matchAll(/\{([A-Za-z][A-Za-z0-9]*)\}/g)].map((match) => match[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}
