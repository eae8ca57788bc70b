import type { YamlTree } from '../../formats/yaml-tree.ts';
import { commentIgnores } from '../comments.ts';
import type { Comment, Lines, Scopes } from '../comments.ts';
import type { InlineIgnore } from '../contract.ts';
import type { KubernetesView } from './view.ts';

/** Comments are looked for only in texts that hold the word of some tool. */
const spoken = /#\s*(?:plimsoll|trivy|tfsec|checkov|bridgecrew|kics-scan)\b/;

/** What the comments of a manifest ask to leave out. A block is a whole document. */
export function manifestIgnores(path: string, tree: YamlTree): readonly InlineIgnore[] {
  const { text } = tree;
  if (!spoken.test(text)) return [];
  const comments = tree.comments().map(({ text: whole, place }): Comment => {
    const before = text.slice(place.offset - place.column + 1, place.offset);
    return {
      line: place.line,
      text: whole.replace(/^#+/, '').trim(),
      trailing: before.trim() !== '',
    };
  });
  return commentIgnores(path, comments, scopesOf(tree));
}

function scopesOf(tree: YamlTree): Scopes {
  const lines = tree.text.split('\n');
  return {
    next: (line) => fieldAt(lines, line),
    block: (line) => {
      const document = tree.documents.find(({ span }) => span.end.line >= line);
      return document && { first: document.span.start.line, last: document.span.end.line };
    },
  };
}

/** The field that begins at or after a line: it ends before the next line that is not below it. */
function fieldAt(lines: readonly string[], from: number): Lines | undefined {
  const isText = (line: string): boolean => !/^\s*(?:#|$)/.test(line);
  const start = lines.findIndex((line, at) => at >= from - 1 && isText(line));
  if (start === -1) return undefined;
  const indent = indentOf(lines[start] ?? '');
  let last = start;
  for (let at = start + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (!isText(line)) continue;
    // Items of a list may stand as far left as their key.
    const item =
      indentOf(line) === indent && /^\s*- /.test(line) && !/^\s*- /.test(lines[start] ?? '');
    if (indentOf(line) <= indent && !item) break;
    last = at;
  }
  return { first: start + 1, last: last + 1 };
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** What one tool's users write as annotations: the id that a key and its value leave out. */
interface AnnotationDialect {
  readonly origin: string;
  readonly read: (key: string, value: string) => readonly [id: string, reason: string] | undefined;
}

/** Every syntax that is understood; a new one is one entry. */
const dialects: readonly AnnotationDialect[] = [
  {
    origin: 'kube-linter',
    read: (key, value) => {
      if (key === 'kube-linter.io/ignore-all') return ['kube-linter:*', value];
      const prefix = 'ignore-check.kube-linter.io/';
      return key.startsWith(prefix) ? [key.slice(prefix.length), value] : undefined;
    },
  },
  {
    origin: 'checkov',
    read: (key, value) => {
      if (!/^checkov\.io\/skip\d{1,4}$/.test(key)) return undefined;
      const [id = '', ...reason] = value.split('=');
      return [id.trim(), reason.join('=').trim()];
    },
  },
  {
    origin: 'polaris',
    read: (key, value) => {
      if (value !== 'true') return undefined;
      if (key === 'polaris.fairwinds.com/exempt') return ['polaris:*', ''];
      const found = /^polaris\.fairwinds\.com\/(\w{1,80})-exempt$/.exec(key);
      return found === null ? undefined : [found[1] ?? '', ''];
    },
  },
];

/** What the annotations of an object ask to leave out, everywhere in the object. */
export function annotationIgnores(view: KubernetesView): readonly InlineIgnore[] {
  return Object.entries(view.annotations).flatMap(([key, value]) => {
    if (typeof value !== 'string') return [];
    return dialects.flatMap(({ origin, read }) => {
      const found = read(key, value);
      if (found === undefined || found[0] === '') return [];
      const [id, reason] = found;
      const whole = view.at([]).file;
      const line = view.at(['metadata', 'annotations', key]).file?.startLine ?? 1;
      const first = whole?.startLine ?? 1;
      const lines = { first, last: whole?.endLine ?? first };
      return [{ ids: [id], path: view.file, lines, line, reason, origin }];
    });
  });
}
