import { inflateSync } from 'node:zlib';
import { errorText, LimitError, limits } from '../model/index.ts';
import { FormatError } from './errors.ts';
import { listOf, numberOf, objectOf, textOf } from './json-values.ts';

/** One crate of a program's list. */
export interface AuditedCrate {
  readonly name: string;
  readonly version: string;
  /** `crates.io`, `git`, `local`, `registry` or something new. */
  readonly source: string;
  /** Crates that only helped to build the program are `build`. */
  readonly kind: 'runtime' | 'build';
  /** Indexes into the list. */
  readonly dependencies: readonly number[];
  readonly root: boolean;
}

/** Programs have some hundreds of crates. */
const mostCrates = 100_000;

/**
 * Reads the list of crates that cargo-auditable puts into the section `.dep-v0`: JSON, compressed
 * with zlib; https://github.com/rust-secure-code/cargo-auditable (PARSING.md).
 * @throws {FormatError} AUDITABLE_INVALID @throws {LimitError} over `config_bytes` when unpacked.
 */
export function parseAuditable(section: Uint8Array, what: string): readonly AuditedCrate[] {
  const { packages } = objectOf(unpacked(section, what));
  if (!Array.isArray(packages) || packages.length > mostCrates) {
    throw invalid(what, 'it names no packages');
  }
  return packages.map((value: unknown) => {
    const one = objectOf(value);
    const name = textOf(one['name']);
    const version = textOf(one['version']);
    if (name === undefined || version === undefined) {
      throw invalid(what, 'a package has no name or version');
    }
    return {
      name,
      version,
      source: textOf(one['source']) ?? '',
      kind: one['kind'] === 'build' ? 'build' : 'runtime',
      dependencies: listOf(one['dependencies']).flatMap((index) => numberOf(index) ?? []),
      root: one['root'] === true,
    };
  });
}

function unpacked(section: Uint8Array, what: string): unknown {
  const most = limits.config_bytes.value;
  try {
    const json = inflateSync(section, { maxOutputLength: most });
    return JSON.parse(json.toString('utf8'));
  } catch (error) {
    if (error instanceof RangeError) throw new LimitError('config_bytes', `crates of ${what}`);
    throw invalid(what, errorText(error), error);
  }
}

function invalid(what: string, reason: string, cause?: unknown): FormatError {
  return new FormatError('AUDITABLE_INVALID', `Cannot read the crates of ${what}: ${reason}`, {
    cause,
  });
}
