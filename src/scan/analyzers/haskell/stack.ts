import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { fromRepository } from '../version-control.ts';
import { yamlFileOf } from '../yaml-file.ts';

/** `fuzzyset-0.2.4@sha256:…,1618`, `stm-2.5@rev:1`. Names may end in digits, versions have no dash. */
const pinned = /^([A-Za-z0-9][A-Za-z0-9-]*)-([0-9][0-9.]*)(?:@(?:(sha256:[0-9a-f]{64})|rev:).*)?$/;

function fromHackage(text: string): FoundPackage | undefined {
  const [, name, version, digest] = pinned.exec(text.slice(0, 1000)) ?? [];
  if (name === undefined || version === undefined) return undefined;
  return { name, version, type: 'hackage', ...(digest === undefined ? {} : { digest }) };
}

/** An entry of a lockfile: of Hackage, or an archive or repository with the name and version of the package in it. */
function packageOf(value: unknown): FoundPackage | undefined {
  const entry = objectOf(value);
  const hackage = textOf(entry['hackage']);
  if (hackage !== undefined) return fromHackage(hackage);
  const name = textOf(entry['name']);
  const version = textOf(entry['version']);
  const url = textOf(entry['git']);
  if (name === undefined || version === undefined) return undefined;
  if (url === undefined) return { name, version, type: 'hackage' };
  return fromRepository('hackage', name, { url, commit: textOf(entry['commit']) ?? '', version });
}

function withLine(found: FoundPackage, startLine: number | undefined): FoundPackage {
  return startLine === undefined ? found : { ...found, lines: { startLine } };
}

function readLock(file: FileReader): AnalyzerResult {
  const { top, lineOf } = yamlFileOf(file);
  const packages = listOf(top['packages']).flatMap((one, index) => {
    const found = packageOf(objectOf(one)['completed']);
    return found === undefined ? [] : withLine(found, lineOf(['packages', index]));
  });
  return { packages: mergeSame(packages) };
}

/** Stack's lockfile. It names what the snapshot lacks; the snapshot's packages stand on Stackage. */
export const stackLock: FileAnalyzer = {
  id: 'stack-lock',
  version: 1,
  type: 'hackage',
  resultType: 'stack',
  finds: 'lockfile',
  files: ['**/stack.yaml.lock'],
  wants: (path) => hasBaseName(path, 'stack.yaml.lock'),
  read: readLock,
};

function readProject(file: FileReader): AnalyzerResult {
  const { top, lineOf } = yamlFileOf(file);
  const packages = listOf(top['extra-deps']).flatMap((one, index) => {
    const found = fromHackage(textOf(one) ?? '');
    return found === undefined ? [] : withLine(found, lineOf(['extra-deps', index]));
  });
  return { packages: mergeSame(packages) };
}

/** The packages that a Stack project takes beside its snapshot. */
export const stackProject: FileAnalyzer = {
  id: 'stack-project',
  version: 1,
  type: 'hackage',
  resultType: 'stack',
  finds: 'lockfile',
  files: ['**/stack.yaml'],
  wants: (path) => hasBaseName(path, 'stack.yaml'),
  read: readProject,
};
