import type { YamlEntry } from '../../formats/yaml-tree.ts';
import type { TextEdit } from '../../model/index.ts';
import type { KubernetesView, Path } from './view.ts';

/** What an edit needs to know of a manifest. */
export type Editable = Pick<KubernetesView, 'file' | 'text'> & {
  readonly written: (path: Path) => YamlEntry | undefined;
};

/**
 * The smallest edit that gives a field a value: a scalar is replaced, a missing field is put behind
 * the last member of the deepest mapping on its way that is there, in the style of that mapping.
 * Undefined where an edit would change more than the field: what came through an alias, what stands
 * in a list that is not there, a document in a style of its own.
 */
export function fieldEdit(view: Editable, path: Path, value: string): TextEdit | undefined {
  const there = view.written(path);
  if (there !== undefined) return replaced(view, there, value);
  for (let depth = path.length - 1; depth >= 0; depth -= 1) {
    const parent = view.written(path.slice(0, depth));
    if (parent === undefined) continue;
    const keys = path.slice(depth);
    // An item of a list that is not there has no place.
    if (parent.via !== undefined || !keys.every((key) => typeof key === 'string')) return undefined;
    return added(view, parent, keys, value);
  }
  return undefined;
}

function replaced({ file }: Editable, entry: YamlEntry, value: string): TextEdit | undefined {
  if (entry.via !== undefined) return undefined;
  const { start, end } = entry.value;
  if (entry.style === 'empty')
    return { path: file, start: end.offset, end: end.offset, text: ` ${value}` };
  if (entry.style !== 'plain' && entry.style !== 'quoted') return undefined;
  return { path: file, start: start.offset, end: end.offset, text: value };
}

function added(
  { file, text }: Editable,
  parent: YamlEntry,
  keys: readonly (string | number)[],
  value: string,
): TextEdit | undefined {
  const { start, end } = parent.value;
  const flow = keys.toReversed().reduce((inner: string, key, at) => {
    return at === keys.length - 1 ? `${key}: ${inner}` : `{ ${key}: ${inner} }`;
  }, value);
  if (parent.style === 'empty') {
    return { path: file, start: end.offset, end: end.offset, text: ` { ${flow} }` };
  }
  if (parent.style === 'flow')
    return intoFlow(file, text, { start: start.offset, end: end.offset, flow });
  if (parent.style !== 'block') return undefined;
  const indent = ' '.repeat(start.column - 1);
  const lines = keys.map((key, at) => `${indent}${'  '.repeat(at)}${key}:`).join('\n');
  const at = lineEndOf(text, start.offset, end.offset);
  return { path: file, start: at, end: at, text: `\n${lines} ${value}` };
}

/** Into `{ a: b }`, `{a: b}` or `{}`, before the brace that closes it. */
function intoFlow(
  path: string,
  text: string,
  at: { readonly start: number; readonly end: number; readonly flow: string },
): TextEdit | undefined {
  const inside = text.slice(at.start, at.end);
  // In JSON keys without quotes would be no JSON any more.
  if (!inside.startsWith('{') || !inside.endsWith('}') || /^\{\s*"/.test(inside)) return undefined;
  const content = inside.slice(1, -1);
  const trimmed = content.trimEnd();
  const start = at.start + 1 + trimmed.length;
  const open = trimmed.trim() === '' || trimmed.endsWith(',');
  return {
    path,
    start,
    end: start,
    text: `${open ? ' ' : ', '}${at.flow}${content === trimmed ? ' ' : ''}`,
  };
}

/** The end of the last line of a block that holds more than blanks: a comment behind it stays there. */
function lineEndOf(text: string, start: number, end: number): number {
  const content = text.slice(start, end).trimEnd();
  const newline = text.indexOf('\n', start + content.length);
  const at = newline === -1 ? text.length : newline;
  return text[at - 1] === '\r' ? at - 1 : at;
}
