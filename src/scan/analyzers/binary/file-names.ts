import type { Program } from './program.ts';
import { programs } from './programs.ts';

interface Name {
  /** Made when a name of this stem is first met: most scans meet few of them. */
  readonly pattern: () => RegExp;
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
  return new RegExp(`^${source}$`, 's');
}

const byStem: ReadonlyMap<string, readonly Name[]> = Map.groupBy(
  programs.flatMap((program) =>
    program.files.map((glob) => {
      let made: RegExp | undefined;
      return { stem: stemOf(glob), pattern: () => (made ??= patternOf(glob)), program };
    }),
  ),
  ({ stem }) => stem,
);
const shortest = Math.min(...[...byStem.keys()].map(({ length }) => length));

/** Slot of two characters that stems begin with; those of one or none take every slot of what follows them. */
function slotOf(first: number, second: number): number {
  return ((first & 0x7f) << 7) | (second & 0x7f);
}

/** Which slots begin a stem: read for every file of an image before anything is made of its name. */
const begins: Uint8Array = new Uint8Array(128 * 128);
for (const stem of byStem.keys()) {
  const first = stem.charCodeAt(0);
  if (stem === '') begins.fill(1);
  else if (stem.length === 1) begins.fill(1, slotOf(first, 0), slotOf(first, 0) + 128);
  else begins[slotOf(first, stem.charCodeAt(1))] = 1;
}

/** Programs that have a file of this name. Called for every file of an image: nearly all fail on one look-up. */
export function programsNamed(path: string): readonly Program[] {
  const start = path.lastIndexOf('/') + 1;
  const length = path.length - start;
  if (length < shortest || length > 100) return none;
  // Names of one character have no second one: it counts as zero, which only whole stems of one take.
  const slot = slotOf(path.charCodeAt(start), length > 1 ? path.charCodeAt(start + 1) : 0);
  if (begins[slot] === 0) return none;
  const name = path.slice(start);
  const names = byStem.get(stemOf(name));
  if (names === undefined) return none;
  return names.filter(({ pattern }) => pattern().test(name)).map(({ program }) => program);
}

const none: readonly Program[] = [];
