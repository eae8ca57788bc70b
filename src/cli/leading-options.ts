import { generalOptions } from './option-table.ts';
import type { RawValue } from './options.ts';

/** A command line with the general options that stand before its command taken out. */
export interface Led {
  readonly leading: readonly string[];
  readonly rest: readonly string[];
  /** Values of the leading options, by name. */
  readonly flags: ReadonlyMap<string, RawValue>;
}

/** Finds the general options in front of the command: `plimsoll --lang zh-CN -q check .`. */
export function leadingOptions(given: readonly string[]): Led {
  const flags = new Map<string, RawValue>();
  let at = 0;
  for (; at < given.length; at += 1) {
    const [word, written] = split(given[at] ?? '');
    const option = generalOptions.find(
      ({ name, short }) => word === `--${name}` || (short !== undefined && word === `-${short}`),
    );
    if (option === undefined) break;
    if (option.value === undefined) flags.set(option.name, true);
    else if (written !== undefined) flags.set(option.name, written);
    else {
      const value = given[at + 1];
      if (value === undefined) break;
      flags.set(option.name, value);
      at += 1;
    }
  }
  return { leading: given.slice(0, at), rest: given.slice(at), flags };
}

function split(word: string): readonly [string, string?] {
  const at = word.startsWith('--') ? word.indexOf('=') : -1;
  return at === -1 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

/** The same command line with these options behind the command, which is where they are read. */
export function ledLast({ leading, rest }: Led): readonly string[] {
  const end = rest.indexOf('--');
  return end === -1
    ? [...rest, ...leading]
    : [...rest.slice(0, end), ...leading, ...rest.slice(end)];
}
