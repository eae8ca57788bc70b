import type { FileAnalyzer, FileStat } from './contract.ts';

const none: readonly FileAnalyzer[] = [];
/** Slots of the tail table; 8 KiB stay in the first-level cache. */
const slots = 8192;

/** Capitals share the slot of their small letters, so that an analyzer may want files by names in any case. */
function slotOf(a: number, b: number, c: number): number {
  return ((a | 0x20) * 961 + (b | 0x20) * 31 + (c | 0x20)) & (slots - 1);
}

/** The literal end of a glob: what follows its last `*`. */
function literalTail(glob: string): string {
  return glob.slice(glob.lastIndexOf('*') + 1);
}

/** The literal start of a glob: what comes before its first `*`. */
function literalHead(glob: string): string {
  const star = glob.indexOf('*');
  return star === -1 ? glob : glob.slice(0, star);
}

interface Bucket {
  readonly analyzers: FileAnalyzer[];
}

/**
 * Makes one function out of all `wants`: the last three characters of a path select the few
 * analyzers that declare a file (`files`) ending so, and only those are asked. Nearly every path of
 * an image fails on one table read. Globs that end in a wildcard are found by their first characters.
 */
export function compileDispatcher(
  analyzers: readonly FileAnalyzer[],
): (path: string, stat: FileStat) => readonly FileAnalyzer[] {
  const table: (Bucket | undefined)[] = Array.from({ length: slots });
  const taken = new Uint8Array(slots);
  const heads = new Map<string, FileAnalyzer[]>();
  for (const analyzer of analyzers) {
    for (const glob of analyzer.files) {
      const tail = literalTail(glob);
      if (tail.length < 3) addHead(heads, literalHead(glob), analyzer);
      else {
        const end = tail.length;
        const codes = [
          tail.charCodeAt(end - 3),
          tail.charCodeAt(end - 2),
          tail.charCodeAt(end - 1),
        ];
        const slot = slotOf(codes[0] ?? 0, codes[1] ?? 0, codes[2] ?? 0);
        const bucket = (table[slot] ??= { analyzers: [] });
        if (!bucket.analyzers.includes(analyzer)) bucket.analyzers.push(analyzer);
        taken[slot] = 1;
      }
    }
  }
  const openEnded = [...heads];
  return (path, stat) => {
    const end = path.length;
    const slot = slotOf(
      path.charCodeAt(end - 3),
      path.charCodeAt(end - 2),
      path.charCodeAt(end - 1),
    );
    let wanting: FileAnalyzer[] | undefined;
    if (taken[slot] === 1) wanting = ask(table[slot]?.analyzers ?? none, path, stat);
    for (const [head, candidates] of openEnded) {
      if (!path.startsWith(head)) continue;
      for (const analyzer of ask(candidates, path, stat) ?? none) {
        if (wanting === undefined) wanting = [analyzer];
        else if (!wanting.includes(analyzer)) wanting.push(analyzer);
      }
    }
    return wanting ?? none;
  };
}

function addHead(heads: Map<string, FileAnalyzer[]>, head: string, analyzer: FileAnalyzer): void {
  const list = heads.get(head);
  if (list === undefined) heads.set(head, [analyzer]);
  else if (!list.includes(analyzer)) list.push(analyzer);
}

function ask(
  candidates: readonly FileAnalyzer[],
  path: string,
  stat: FileStat,
): FileAnalyzer[] | undefined {
  let wanting: FileAnalyzer[] | undefined;
  for (const analyzer of candidates) {
    if (analyzer.wants(path, stat)) (wanting ??= []).push(analyzer);
  }
  return wanting;
}
