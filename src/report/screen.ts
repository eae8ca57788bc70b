import { printable } from '../model/index.ts';
import type { Sink } from './contract.ts';
import { displayWidth, padded, wrapped } from './width.ts';
import { append } from '../model/append.ts';

/** How a piece of text looks, by meaning. Sixteen-colour codes: readable on light and dark. */
export type Style =
  | 'plain'
  | 'strong'
  | 'faint'
  | 'critical'
  | 'high'
  | 'medium'
  | 'low'
  | 'unknown'
  | 'good'
  | 'alarm'
  | 'warning';

const codes: Readonly<Record<Style, string>> = {
  plain: '',
  strong: '1',
  faint: '2',
  critical: '1;31',
  high: '31',
  medium: '33',
  low: '36',
  unknown: '35',
  good: '32',
  alarm: '1;37;41',
  warning: '1;30;43',
};

/** A piece of a line in one style. The text may come from a stranger: `paint` makes it harmless. */
export interface Span {
  readonly text: string;
  readonly style?: Style;
}

/** One line of the screen. */
export type Line = readonly Span[];

/**
 * Text of a line. The only place where escape sequences are made, and the place where every
 * control character that a stranger wrote is replaced: nothing else reaches a terminal.
 */
export function paint(line: Line, color: boolean): string {
  const end = line.findLastIndex((span) => span.text.trim() !== '') + 1;
  return line
    .slice(0, end)
    .map(({ text, style = 'plain' }, index) => {
      const safe = printable(index === end - 1 ? text.trimEnd() : text);
      const code = color ? codes[style] : '';
      return code === '' || safe === '' ? safe : `\u001b[${code}m${safe}\u001b[0m`;
    })
    .join('');
}

/** Writes lines to a sink in pieces of some hundred lines. */
export interface Screen {
  readonly lines: (lines: readonly Line[]) => void;
  readonly flush: () => void;
  /** Lines written so far. */
  readonly count: () => number;
}

/** A screen over a sink. */
export function screenOn(sink: Sink, color: boolean): Screen {
  let pending: string[] = [];
  let count = 0;
  const flush = (): void => {
    if (pending.length > 0) sink(`${pending.join('\n')}\n`);
    pending = [];
  };
  return {
    lines: (lines) => {
      for (const line of lines) {
        pending.push(paint(line, color));
        count += 1;
        if (pending.length >= 512) flush();
      }
    },
    flush,
    count: () => count,
  };
}

/** Cells that a line takes. */
export function lineWidth(line: Line): number {
  return line.reduce((sum, span) => sum + displayWidth(printable(span.text)), 0);
}

/** A paragraph: wrapped to `width` cells, every line indented by `indent`. */
export function paragraph(
  text: string,
  layout: { readonly width: number; readonly indent: number; readonly style?: Style },
): readonly Line[] {
  const { indent, style = 'plain' } = layout;
  return wrapped(printable(text), layout.width - indent).map((line) => [
    { text: ' '.repeat(indent) },
    { text: line, style },
  ]);
}

/**
 * Items that stand one after the other and are never broken inside unless one alone is too wide:
 * lists of ids. Items keep their separators (", ") as their last span.
 */
export function flow(
  items: readonly Line[],
  layout: { readonly width: number; readonly indent: number },
): readonly Line[] {
  const room = layout.width - layout.indent;
  const lines: Span[][] = [];
  let line: Span[] = [];
  let used = 0;
  const atoms = items.flatMap((item) => (lineWidth(item) > room ? wordsOf(item, room) : [item]));
  for (const item of atoms) {
    const size = lineWidth(item);
    if (used > 0 && used + size > room) {
      lines.push(line);
      line = [];
      used = 0;
    }
    append(line, item);
    used += size;
  }
  if (line.length > 0) lines.push(line);
  return lines.map((spans) => [{ text: ' '.repeat(layout.indent) }, ...spans]);
}

/** An item that is wider than the screen, in words; a word that is too wide itself is broken. */
function wordsOf(item: Line, room: number): readonly Line[] {
  return item.flatMap(({ text, style = 'plain' }) =>
    (text.match(/^ +|[^ ]+ */g) ?? []).flatMap((word) => {
      const parts = displayWidth(word) > room ? wrapped(printable(word), room) : [word];
      return parts.map((part): Line => [{ text: part, style }]);
    }),
  );
}

/** One cell of a table row. */
export interface Cell extends Span {
  readonly align?: 'left' | 'right';
}

/** Columns of a table: fixed ones keep their width, flexible ones share what is left. */
export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  readonly flexible?: boolean;
}

const gap = 2;

/** Widths for `rows` within `width` cells: everything as wide as it needs, the widest flexible ones give way first. */
export function columnWidths(
  columns: readonly Column[],
  rows: Iterable<readonly Cell[]>,
  width: number,
): readonly number[] {
  const widths = columns.map((column) => displayWidth(column.title));
  for (const row of rows) {
    row.forEach((cell, index) => {
      const size = displayWidth(printable(cell.text));
      if (size > (widths[index] ?? 0)) widths[index] = size;
    });
  }
  const flexible = columns.flatMap((column, index) => (column.flexible === true ? [index] : []));
  const excess = (): number =>
    widths.reduce((sum, one) => sum + one, 0) + gap * (columns.length - 1) - width;
  for (let over = excess(); over > 0; over = excess()) {
    const widest = Math.max(...flexible.map((index) => widths[index] ?? 0));
    if (widest <= 8) break;
    const at = flexible.find((index) => widths[index] === widest) ?? 0;
    widths[at] = widest - 1;
  }
  return widths;
}

/** Lines of one table row: cells wrapped in their columns, aligned at the top. */
export function tableRow(
  cells: readonly Cell[],
  columns: readonly Column[],
  layout: { readonly widths: readonly number[]; readonly indent: number },
): readonly Line[] {
  const wrappedCells = cells.map((cell, index) =>
    wrapped(printable(cell.text), layout.widths[index] ?? 0),
  );
  const height = Math.max(...wrappedCells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, row): Line => {
    const spans: Span[] = [{ text: ' '.repeat(layout.indent) }];
    cells.forEach((cell, index) => {
      const text = wrappedCells[index]?.[row] ?? '';
      const last = index === cells.length - 1;
      const align = columns[index]?.align ?? 'left';
      const width = layout.widths[index] ?? 0;
      const fill = ' '.repeat(Math.max(0, width - displayWidth(text)));
      if (align === 'right') spans.push({ text: fill });
      spans.push({ text, style: cell.style ?? 'plain' });
      if (align === 'left' && !last) spans.push({ text: fill });
      if (!last) spans.push({ text: ' '.repeat(gap) });
    });
    return spans;
  });
}

/** A heading line with its text in bold. */
export function heading(text: string): Line {
  return [{ text, style: 'strong' }];
}

/** A label filled to one width, for lists of the form `label  text`. */
export function labelled(label: string, width: number, style: Style = 'plain'): Span {
  return { text: padded(label, width), style };
}
