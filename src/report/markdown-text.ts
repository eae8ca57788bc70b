/** Text of a stranger inside a Markdown table: no cell, no HTML element and no image may come of it. */
export function markdownText(text: string): string {
  return text
    .replaceAll(/\r?\n/g, ' ')
    .replaceAll(/[\\|`*_[\]!]/g, String.raw`\$&`)
    .replaceAll('<', '&lt;');
}

/**
 * Text of a stranger as a code span: nothing in it is markup, and a name like `@scope/package`
 * mentions nobody. The bar is escaped for tables.
 */
export function markdownCode(text: string): string {
  const safe = text
    .replaceAll(/\s/g, ' ')
    .replaceAll('`', "'")
    .replaceAll('|', String.raw`\|`);
  return safe.trim() === '' ? '' : `\`${safe}\``;
}
