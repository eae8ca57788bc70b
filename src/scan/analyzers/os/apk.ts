import { LimitError, limits } from '../../../model/index.ts';
import { apkDependencyName, apkDigest, apkEntries } from '../../../formats/apk-installed.ts';
import type { ApkEntry } from '../../../formats/apk-installed.ts';
import type { AnalyzerResult, FileAnalyzer, FoundPackage, OwnedPaths } from '../contract.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';

function words(text: string | undefined): string[] {
  return (text ?? '').split(' ').filter((word) => word !== '');
}

/** Licence names of `L:`: SPDX expressions, or older lists of words. */
function licenses(text: string | undefined): string[] {
  return words(text?.replaceAll(/[()]/g, ' ')).filter((word) => !/^(?:AND|OR|WITH)$/i.test(word));
}

function found({ fields, startLine, endLine }: ApkEntry): FoundPackage | undefined {
  const name = fields.get('P') ?? '';
  const version = fields.get('V') ?? '';
  if (name === '' || version === '') return undefined;
  const origin = fields.get('o') ?? '';
  const arch = fields.get('A');
  const maintainer = fields.get('m');
  const digest = apkDigest(fields.get('C') ?? '');
  const licensed = licenses(fields.get('L'));
  return {
    name,
    version,
    type: 'apk',
    // Sub-packages are built from one recipe, so the origin has their version.
    source: { name: origin === '' ? name : origin, version },
    ...(arch === undefined ? {} : { arch }),
    ...(maintainer === undefined ? {} : { maintainer }),
    ...(digest === undefined ? {} : { digest }),
    ...(licensed.length === 0 ? {} : { licenses: licensed }),
    lines: { startLine, endLine },
  };
}

/** What each name, provision and installed path leads to, as `name@version`. */
function providers(entries: readonly ApkEntry[]): ReadonlyMap<string, string> {
  const byName = new Map<string, string>();
  for (const { fields } of entries) {
    const id = `${fields.get('P') ?? ''}@${fields.get('V') ?? ''}`;
    for (const provided of words(fields.get('p'))) byName.set(apkDependencyName(provided), id);
  }
  for (const { fields } of entries) {
    const name = fields.get('P') ?? '';
    byName.set(name, `${name}@${fields.get('V') ?? ''}`);
  }
  return byName;
}

/** `/bin/sh` in `D:` asks for whichever package owns that file. */
function pathOwners(entries: readonly ApkEntry[]): ReadonlyMap<string, string> {
  const asked = new Set<string>();
  for (const { fields } of entries) {
    for (const need of words(fields.get('D'))) if (need.startsWith('/')) asked.add(need.slice(1));
  }
  const owners = new Map<string, string>();
  if (asked.size === 0) return owners;
  for (const { fields, paths } of entries) {
    const id = `${fields.get('P') ?? ''}@${fields.get('V') ?? ''}`;
    for (const path of paths) if (asked.has(path)) owners.set(`/${path}`, id);
  }
  return owners;
}

function read(text: string): AnalyzerResult {
  const entries: ApkEntry[] = [];
  const packages: FoundPackage[] = [];
  const owned: OwnedPaths[] = [];
  const problems: Problem[] = [];
  for (const entry of apkEntries(text)) {
    entries.push(entry);
    if (entries.length > limits.packages.value) throw new LimitError('packages', 'apk database');
  }
  const byName = providers(entries);
  const byPath = pathOwners(entries);
  for (const entry of entries) {
    const one = found(entry);
    if (one === undefined) {
      const line = entry.startLine;
      const said = `Cannot list the apk package at line ${line}: found no P: or no V: field`;
      problems.push({ code: 'APKDB_INVALID', text: said, line });
      continue;
    }
    const dependsOn = new Set<string>();
    for (const need of words(entry.fields.get('D'))) {
      const id = byName.get(apkDependencyName(need)) ?? byPath.get(need);
      if (id !== undefined && !need.startsWith('!')) dependsOn.add(id);
    }
    packages.push(dependsOn.size === 0 ? one : { ...one, dependsOn: [...dependsOn] });
    if (entry.paths.length > 0) owned.push({ package: one.name, paths: entry.paths });
  }
  return { packages, owned, ...problemsOf(problems) };
}

const databases: ReadonlySet<string> = new Set([
  'lib/apk/db/installed',
  'usr/lib/apk/db/installed',
  'var/lib/apk/db/installed',
]);

/** apk's database of installed packages; its place moved to `/usr` with Alpine's merged layout. */
export const apk: FileAnalyzer = {
  id: 'apk',
  version: 1,
  type: 'apk',
  finds: 'installed',
  files: [...databases],
  wants: (path) => path.endsWith('lib/apk/db/installed') && databases.has(path),
  read: (file) => read(file.text()),
};
