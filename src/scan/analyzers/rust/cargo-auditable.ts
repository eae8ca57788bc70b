import { parseAuditable } from '../../../formats/cargo-auditable.ts';
import { isExecutable } from '../../../formats/executable.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { programOf } from '../binary/opened.ts';
import { mergeSame } from '../merge.ts';
import { mayBeProgram } from '../paths.ts';

/** Most of a program larger than this is not code; none of the known ones with a list of crates is. */
const largest = 64 * 2 ** 20;

function read(file: FileReader): AnalyzerResult {
  const what = `"${file.path}"`;
  const section = programOf(file).section('.dep-v0');
  if (section === undefined) return {};
  const crates = parseAuditable(section, what);
  const direct = new Set(crates.filter(({ root }) => root).flatMap((one) => one.dependencies));
  const packages = crates.map((crate, index): FoundPackage => {
    const needs = crate.dependencies.flatMap((at) => {
      const needed = crates[at];
      return needed === undefined ? [] : [`${needed.name}@${needed.version}`];
    });
    return {
      name: crate.name,
      version: crate.version,
      type: 'cargo',
      relationship: crate.root ? 'root' : direct.has(index) ? 'direct' : 'indirect',
      ...(crate.kind === 'build' ? { dev: true } : {}),
      ...(needs.length === 0 ? {} : { dependsOn: needs }),
    };
  });
  return { packages: mergeSame(packages) };
}

/** Crates that were built into Rust programs with cargo-auditable; those that only built it are for development. */
export const cargoAuditable: FileAnalyzer = {
  id: 'cargo-auditable',
  version: 1,
  type: 'cargo',
  resultType: 'rustbinary',
  finds: 'installed',
  files: ['**'],
  wants: (path, stat) => stat.size <= largest && mayBeProgram(path, stat),
  wantsHead: isExecutable,
  skipsCode: true,
  read,
};
