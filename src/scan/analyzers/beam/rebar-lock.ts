import { beamTerms, itemsOf, scalarOf } from '../../../formats/beam-terms.ts';
import type { BeamTerm } from '../../../formats/beam-terms.ts';
import { FormatError } from '../../../formats/errors.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { hasBaseName } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { fromRepository } from '../version-control.ts';

/** `{<<"app">>, {pkg, <<"name">>, <<"version">>}, Level}` or `{<<"app">>, {git, "url", {ref, "commit"}}, Level}`. */
function packageOf(
  entry: BeamTerm,
  digests: ReadonlyMap<string, string>,
): FoundPackage | undefined {
  const [key, source, level] = itemsOf(entry);
  const [kind, second, third] = itemsOf(source);
  const app = scalarOf(key);
  const from = scalarOf(second);
  if (app === undefined || from === undefined) return undefined;
  const facts = {
    relationship: scalarOf(level) === '0' ? ('direct' as const) : ('indirect' as const),
    lines: { startLine: entry.line, ...('endLine' in entry ? { endLine: entry.endLine } : {}) },
  };
  const what = scalarOf(kind) ?? '';
  if (what === 'pkg') {
    const version = scalarOf(third);
    const digest = digests.get(app);
    if (version === undefined) return undefined;
    return {
      name: from,
      version,
      type: 'hex',
      ...facts,
      ...(digest === undefined ? {} : { digest: `sha256:${digest.toLowerCase()}` }),
    };
  }
  if (!what.startsWith('git')) return undefined;
  const commit = scalarOf(itemsOf(third)[1]) ?? '';
  return { ...fromRepository('hex', app, { url: from, commit }), ...facts };
}

/** The second term: `[{pkg_hash, […]}, {pkg_hash_ext, [{<<"app">>, <<"digest">>}, …]}]`. */
function digestsOf(term: BeamTerm | undefined): ReadonlyMap<string, string> {
  const table = itemsOf(term).find((one) => scalarOf(itemsOf(one)[0]) === 'pkg_hash_ext');
  return new Map(
    itemsOf(itemsOf(table)[1]).map((pair) => {
      const [app, digest] = itemsOf(pair);
      return [scalarOf(app) ?? '', scalarOf(digest) ?? ''];
    }),
  );
}

function read(file: FileReader): AnalyzerResult {
  const [first, second] = beamTerms(file.text(), 'erlang', `"${file.path}"`);
  // Before rebar 3.1 the list stood alone, since then a version stands before it.
  const list = first?.kind === 'tuple' ? itemsOf(first)[1] : first;
  if (list?.kind !== 'list')
    throw new FormatError('LOCKFILE_INVALID', `Cannot read "${file.path}": found no list of locks`);
  const digests = digestsOf(second);
  const packages: FoundPackage[] = [];
  const problems: Problem[] = [];
  for (const entry of itemsOf(list)) {
    const found = packageOf(entry, digests);
    if (found === undefined) {
      const text = `Cannot list the Erlang package at line ${entry.line}: found an entry that is neither of Hex nor of git`;
      problems.push({ code: 'LOCKFILE_INVALID', text, line: entry.line });
    } else packages.push(found);
  }
  return { packages, ...problemsOf(problems) };
}

/** rebar3's lockfile: Erlang terms, read as data; https://rebar3.org/docs. */
export const rebarLock: FileAnalyzer = {
  id: 'rebar-lock',
  version: 1,
  type: 'hex',
  resultType: 'rebar',
  finds: 'lockfile',
  files: ['**/rebar.lock'],
  wants: (path) => hasBaseName(path, 'rebar.lock'),
  read,
};
