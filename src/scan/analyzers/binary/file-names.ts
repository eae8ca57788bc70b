import { baseName } from '../paths.ts';
import type { Program } from './program.ts';
import { programs } from './programs.ts';

interface Name {
  readonly pattern: RegExp;
  readonly program: Program;
}

/** What a name has before its first digit, dot or wildcard: names of one program share it. */
function stemOf(name: string): string {
  let at = 0;
  while (at < name.length) {
    const code = name.charCodeAt(at);
    if ((code >= 0x30 && code <= 0x39) || code === 0x2e || code === 0x2a) break;
    at += 1;
  }
  return name.slice(0, at);
}

function patternOf(glob: string): RegExp {
  const source = glob.replaceAll(/\*|[^*]+/g, (piece) =>
    piece === '*' ? '.*' : RegExp.escape(piece),
  );
  return new RegExp(`^${source}$`);
}

const byStem: ReadonlyMap<string, readonly Name[]> = Map.groupBy(
  programs.flatMap((program) =>
    program.files.map((glob) => ({ stem: stemOf(glob), pattern: patternOf(glob), program })),
  ),
  ({ stem }) => stem,
);
const shortest = Math.min(...[...byStem.keys()].map(({ length }) => length));

/** Programs that have a file of this name. Called for every file of an image: nearly all fail on one look-up. */
export function programsNamed(path: string): readonly Program[] {
  const name = baseName(path);
  if (name.length < shortest || name.length > 100) return [];
  const names = byStem.get(stemOf(name));
  if (names === undefined) return [];
  return names.filter(({ pattern }) => pattern.test(name)).map(({ program }) => program);
}
