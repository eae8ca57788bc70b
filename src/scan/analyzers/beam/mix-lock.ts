import { beamTerms, itemsOf, scalarOf } from '../../../formats/beam-terms.ts';
import type { BeamTerm } from '../../../formats/beam-terms.ts';
import { FormatError } from '../../../formats/errors.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { linkNeeds } from '../needs.ts';
import type { NeedyPackage } from '../needs.ts';
import { hasBaseName } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { fromRepository } from '../version-control.ts';

/** Names of the dependencies of an entry, `{:plug, "~> 1.0", [hex: :plug, …]}`; the `hex` option is the package's own name. */
function needsOf(list: BeamTerm | undefined): string[] {
  return itemsOf(list).flatMap((need) => {
    const [app, , options] = itemsOf(need);
    const named = itemsOf(options).find((option) => scalarOf(itemsOf(option)[0]) === 'hex');
    return scalarOf(named === undefined ? app : itemsOf(named)[1]) ?? [];
  });
}

/** `{:hex, :name, "version", "hash", [managers], [dependencies], "repo", "outer hash"}` or `{:git, "url", "commit", […]}`. */
function packageOf(app: string, entry: BeamTerm): NeedyPackage | undefined {
  const items = itemsOf(entry);
  const [kind, second, third] = items;
  const lines = {
    startLine: entry.line,
    ...('endLine' in entry ? { endLine: entry.endLine } : {}),
  };
  const what = scalarOf(kind);
  const [text, last] = [scalarOf(second), scalarOf(third)];
  // A folder of the same project; its own lockfile says what is in it.
  if (what === 'path')
    return {
      needs: [],
      found: { name: app, version: '', type: 'hex', relationship: 'workspace', lines },
    };
  if (text === undefined || last === undefined || entry.kind !== 'tuple') return undefined;
  if (what === 'git')
    return {
      needs: [],
      found: { ...fromRepository('hex', app, { url: text, commit: last }), lines },
    };
  if (what !== 'hex') return undefined;
  const digest = scalarOf(items[7]);
  return {
    needs: needsOf(items[5]),
    found: {
      name: text,
      version: last,
      type: 'hex',
      ...(digest === undefined ? {} : { digest: `sha256:${digest.toLowerCase()}` }),
      lines,
    },
  };
}

function read(file: FileReader): AnalyzerResult {
  const terms = beamTerms(file.text(), 'elixir', `"${file.path}"`);
  const [map] = terms;
  if (map !== undefined && map.kind !== 'map')
    throw new FormatError('LOCKFILE_INVALID', `Cannot read "${file.path}": found no Elixir map`);
  const packages: NeedyPackage[] = [];
  const problems: Problem[] = [];
  for (const pair of itemsOf(map)) {
    const [key, entry] = itemsOf(pair);
    const app = scalarOf(key) ?? '';
    const found = entry === undefined ? undefined : packageOf(app, entry);
    if (found === undefined) {
      const text = `Cannot list the Elixir package "${app}": found an entry that is neither of Hex nor of a repository or folder`;
      problems.push({ code: 'LOCKFILE_INVALID', text, line: pair.line });
    } else packages.push(found);
  }
  return { packages: linkNeeds(packages), ...problemsOf(problems) };
}

/** Mix's lockfile: one Elixir map, read as data. */
export const mixLock: FileAnalyzer = {
  id: 'mix-lock',
  version: 1,
  type: 'hex',
  resultType: 'hex',
  finds: 'lockfile',
  files: ['**/mix.lock'],
  wants: (path) => hasBaseName(path, 'mix.lock'),
  read,
};
