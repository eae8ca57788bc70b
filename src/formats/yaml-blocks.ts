import type { LineSpan } from './json-spans.ts';
import { lines } from './text.ts';

/**
 * Lines of the members of a top-level block map, for machine-written YAML whose members stand two
 * spaces in: `packages:` and its entries. Members in another style have no lines; no lines are better
 * than wrong ones. One pass, where asking the parsed document is quadratic.
 */
export function blockSpans(text: string, section: string): ReadonlyMap<string, LineSpan> {
  const spans = new Map<string, { startLine: number; endLine: number }>();
  let inside = false;
  let open: { startLine: number; endLine: number } | undefined;
  for (const { number, text: line } of lines(text)) {
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    if (!line.startsWith(' ')) {
      inside = content === `${section}:`;
      open = undefined;
    } else if (!inside) continue;
    else if (line.startsWith('   ')) {
      if (open !== undefined) open.endLine = number;
    } else {
      const key = line.startsWith('  ') ? keyOf(content) : undefined;
      open = key === undefined ? undefined : { startLine: number, endLine: number };
      if (key !== undefined && open !== undefined) spans.set(key, open);
    }
  }
  return spans;
}

/** The key of `key: value` or `'quoted key':`. */
function keyOf(content: string): string | undefined {
  const mark = content.charAt(0);
  if (mark === "'" || mark === '"') {
    const end = content.indexOf(`${mark}:`, 1);
    return end === -1 ? undefined : content.slice(1, end).replaceAll("''", "'");
  }
  const colon = content.search(/:(?: |$)/);
  return colon === -1 ? undefined : content.slice(0, colon);
}
