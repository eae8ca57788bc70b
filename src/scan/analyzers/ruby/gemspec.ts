import { FormatError } from '../../../formats/errors.ts';
import { lines } from '../../../formats/text.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { append } from '../../../model/append.ts';

const longest = 1024;

/** A Ruby text without interpolation at the start of an expression: quotes, or `%q<…>` as RubyGems writes. */
const literal =
  /^\s*(?:"((?:[^"\\#]|\\.|#(?!\{))*)"|'((?:[^'\\]|\\.)*)'|%q<([^<>]*)>)(?:\.freeze)?/;

/** What a specification assigns as plain texts. */
interface Specification {
  name?: string | undefined;
  version?: string | undefined;
  licenses: string[];
}

/**
 * Reads `s.name = "…".freeze` and its like. A gemspec is a Ruby program, which is never run: of
 * installed gems RubyGems has written out every value as a literal.
 */
function specificationOf(text: string): Specification {
  const found: Specification = { licenses: [] };
  let variable: string | undefined;
  for (const { text: line } of lines(text)) {
    const head = /\bGem::Specification\.new\b/.exec(line);
    if (head !== null) variable ??= /\bdo\s*\|\s*(\w+)\s*\|/.exec(line.slice(head.index))?.[1];
    const [, owner, member, value = ''] =
      /^\s*(\w+)\.(name|version|licenses?)\s*=(.*)$/.exec(line) ?? [];
    if (variable === undefined || owner !== variable) continue;
    if (member === 'name') found.name ??= textOf(value);
    else if (member === 'version')
      found.version ??= textOf(value.replace(/^\s*Gem::Version\.new[ (]/, ''));
    else append(found.licenses, textsOf(value.replace(/^\s*\[/, '')));
  }
  return found;
}

function textOf(expression: string): string | undefined {
  const match = literal.exec(expression);
  const text = (match?.[1] ?? match?.[2] ?? match?.[3])?.replaceAll(/\\(.)/g, '$1');
  return text === undefined || text.length > longest ? undefined : text;
}

/** Texts of a list, up to what is none. */
function textsOf(list: string): string[] {
  const found: string[] = [];
  let rest = list;
  for (let match = literal.exec(rest); match !== null; match = literal.exec(rest)) {
    const text = textOf(match[0]);
    if (text !== undefined && text !== '') found.push(text);
    const after = rest.slice(match[0].length);
    rest = after.replace(/^\s*,/, '');
    if (rest.length === after.length) break;
  }
  return found;
}

/** `# stub: rake 13.0.3 ruby lib`: RubyGems itself trusts this line before it runs the file. */
function stubOf(text: string): Specification | undefined {
  for (const { number, text: line } of lines(text)) {
    const [, name, version] = /^# stub: (\S{1,256}) (\S{1,256}) /.exec(line) ?? [];
    if (name !== undefined) return { name, version, licenses: [] };
    if (number >= 5) break;
  }
  return undefined;
}

function read(file: FileReader): AnalyzerResult {
  const text = file.text();
  const said = specificationOf(text);
  const stub = stubOf(text);
  const name = said.name ?? stub?.name;
  const version = said.version ?? stub?.version;
  if (name === undefined || name === '' || version === undefined || version === '') {
    const message = `Cannot read "${file.path}": found no name or no version written as a text`;
    throw new FormatError('METADATA_INVALID', message);
  }
  const { licenses } = said;
  return {
    packages: [{ name, version, type: 'gem', ...(licenses.length === 0 ? {} : { licenses }) }],
  };
}

/** Gems that RubyGems or Bundler installed, by the specification they wrote. */
export const gemspec: FileAnalyzer = {
  id: 'gemspec',
  version: 1,
  type: 'gem',
  resultType: 'gemspec',
  finds: 'installed',
  files: ['**/specifications/**/*.gemspec', '**/bundler/gems/*/*.gemspec'],
  wants: (path) =>
    path.endsWith('.gemspec') &&
    /(?:^|\/)(?:specifications\/(?:default\/)?|bundler\/gems\/[^/]+\/)[^/]+$/.test(path),
  read,
};
