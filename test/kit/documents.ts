import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ignored = new Set(['node_modules', 'dist', 'dist-exe', '.git', '.demo']);

/** Every file of the project, relative to `root`, without what is installed or built. */
export function projectFiles(root: string, below = ''): string[] {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (ignored.has(entry.name)) return [];
    if (entry.isDirectory()) return projectFiles(root, path);
    return entry.isFile() ? [path] : [];
  });
}

/** Relative links of a Markdown text whose target does not exist, as written. */
export function deadLinks(root: string, path: string, text: string): string[] {
  const prose = text.replaceAll(/^```[^]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
  const dead: string[] = [];
  for (const match of prose.matchAll(/\]\(([^()\s]+)\)/g)) {
    const link = match[1] ?? '';
    if (/^[a-z]+:/.test(link)) continue;
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? path : join(dirname(path), file);
    if (!existsSync(join(root, target))) dead.push(link);
    else if (anchor !== undefined && !anchors(readFileSync(join(root, target), 'utf8')).has(anchor))
      dead.push(link);
  }
  return dead;
}

/** Anchors of the headings, as code hosting sites make them. */
function anchors(markdown: string): Set<string> {
  const headings = markdown.matchAll(/^#{1,6} (.+)$/gm);
  return new Set(
    [...headings].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** One command shown in a document, with what must appear in its output. */
export interface Example {
  readonly path: string;
  readonly line: number;
  readonly command: string;
  /** Texts that must appear in this order; `…` lines were dropped. */
  readonly expected: readonly string[];
  readonly exit: number;
}

/**
 * Examples of a document: in a fenced block marked `sh`, a line `$ command` is run and the lines
 * after it are looked for in its output, in order. A line `…` stands for anything, `(exit 1)`
 * names the exit code wanted. Blocks without a `$` line are for reading.
 */
export function examplesOf(path: string, markdown: string): Example[] {
  const found: Example[] = [];
  let fence: string | undefined;
  let current: { line: number; command: string; expected: string[]; exit: number } | undefined;
  const close = (): void => {
    if (current !== undefined) found.push({ path, ...current });
    current = undefined;
  };
  for (const [index, line] of markdown.split('\n').entries()) {
    if (line.startsWith('```')) {
      close();
      fence = fence === undefined ? line.slice(3).trim() : undefined;
    } else if (fence === 'sh' && line.startsWith('$ ')) {
      close();
      current = { line: index + 1, command: line.slice(2).trim(), expected: [], exit: 0 };
    } else if (current !== undefined) {
      const exit = /^\(exit (\d+)\)$/.exec(line.trim());
      if (exit !== null) current.exit = Number(exit[1]);
      else if (line.trim() !== '' && line.trim() !== '…') current.expected.push(line.trim());
    }
  }
  close();
  return found;
}

/** The first text of `expected` that does not follow the earlier ones in `output`; spaces count as one. */
export function missing(output: string, expected: readonly string[]): string | undefined {
  const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');
  const text = flat(output);
  let at = 0;
  for (const wanted of expected) {
    const found = text.indexOf(flat(wanted), at);
    if (found === -1) return wanted;
    at = found + flat(wanted).length;
  }
  return undefined;
}

/** Programs of a document: blocks marked `js`, with the texts that `//=>` lines promise. */
export function programsOf(
  path: string,
  markdown: string,
): readonly { readonly path: string; readonly code: string; readonly expected: string[] }[] {
  return [...markdown.matchAll(/^```js\n([^]*?)^```$/gm)].map(([, code = '']) => ({
    path,
    code,
    expected: [...code.matchAll(/^\/\/=> (.*)$/gm)].map(([, text = '']) => text),
  }));
}
