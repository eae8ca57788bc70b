import { FormatError } from '../../../formats/errors.ts';
import { objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { parseToml } from '../../../formats/toml.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage, Join } from '../contract.ts';
import { folderJoin } from '../folder-join.ts';
import type { FolderResults } from '../folder-join.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { append } from '../../../model/append.ts';

const kinds = ['dependencies', 'build-dependencies', 'dev-dependencies'] as const;

function read(file: FileReader): AnalyzerResult {
  const what = `"${file.path}"`;
  const toml = parseToml(file.text(), what);
  const shared = objectOf(objectOf(toml['workspace'])['dependencies']);
  const targets = Object.values(objectOf(toml['target'])).map(objectOf);
  const packages: FoundPackage[] = [];
  for (const kind of kinds) {
    for (const tables of [toml, ...targets]) {
      for (const [key, value] of Object.entries(objectOf(tables[kind]))) {
        const asked = dependency(key, value, { shared, what });
        if (asked === undefined) continue;
        packages.push({ ...asked, ...(kind === 'dev-dependencies' ? { dev: true } : {}) });
      }
    }
  }
  const own = objectOf(toml['package']);
  const name = textOf(own['name']);
  if (name !== undefined) {
    const version = textOf(own['version']) ?? '';
    packages.push({ name, version, type: 'cargo', relationship: 'root' });
  }
  return { packages: mergeSame(packages) };
}

interface Manifest {
  readonly shared: JsonObject;
  readonly what: string;
}

/** A crate that is asked for; undefined for folders and repositories, which no registry answers for. */
function dependency(key: string, value: unknown, at: Manifest): FoundPackage | undefined {
  const spec = typeof value === 'string' ? { version: value } : objectOf(value);
  for (const place of ['git', 'path', 'version', 'package'] as const) {
    if (spec[place] === undefined || typeof spec[place] === 'string') continue;
    throw new FormatError(
      'LOCKFILE_INVALID',
      `Cannot read dependency "${key}" of ${at.what}: "${place}" is no text`,
    );
  }
  if (spec['workspace'] === true) {
    const inherited = dependency(key, at.shared[key], { ...at, shared: {} });
    return inherited ?? { name: key, version: '', type: 'cargo', relationship: 'direct' };
  }
  const requirement = textOf(spec['version']);
  if (requirement === undefined) return undefined;
  return {
    name: textOf(spec['package']) ?? key,
    version: '',
    requirement,
    type: 'cargo',
    relationship: 'direct',
    ...(spec['optional'] === true ? { optional: true } : {}),
  };
}

/** Crates that a Rust project asks for; https://doc.rust-lang.org/cargo/reference/manifest.html. */
export const cargoToml: FileAnalyzer = {
  id: 'cargo-toml',
  version: 1,
  type: 'cargo',
  resultType: 'cargo',
  finds: 'lockfile',
  files: ['**/Cargo.toml'],
  wants: (path) => hasBaseName(path, 'Cargo.toml'),
  read,
};

function besideLock(results: FolderResults): FolderResults {
  const lock = results.get('cargo-lock');
  const toml = results.get('cargo-toml');
  if (lock === undefined || toml === undefined) return results;
  return new Map([
    ['cargo-lock', { ...lock, packages: withoutDevelopment(lock, toml) }],
    ['cargo-toml', { ...toml, packages: [] }],
  ]);
}

/** Beside a lockfile the manifest says nothing new but what is for development only. */
export const cargoFolder: Join = folderJoin(
  'cargo-folder',
  ['cargo-lock', 'cargo-toml'],
  besideLock,
);

/** Marks what only development dependencies of the one root lead to. */
function withoutDevelopment(lock: AnalyzerResult, toml: AnalyzerResult): readonly FoundPackage[] {
  const packages = lock.packages ?? [];
  const asked = toml.packages ?? [];
  const dev = new Set(asked.filter((one) => one.dev === true).map(({ name }) => name));
  const [own, ...others] = packages.filter((one) =>
    /^(?:root|workspace)$/.test(one.relationship ?? ''),
  );
  if (dev.size === 0 || own === undefined || others.length > 0) return packages;
  const byId = new Map(packages.map((one) => [`${one.name}@${one.version}`, one]));
  const shipped = new Set<FoundPackage>([own]);
  const todo = (own.dependsOn ?? []).filter((id) => !dev.has(byId.get(id)?.name ?? ''));
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    const one = byId.get(id);
    if (one === undefined || shipped.has(one)) continue;
    shipped.add(one);
    append(todo, one.dependsOn ?? []);
  }
  return packages.map((one) => (shipped.has(one) ? one : { ...one, dev: true }));
}
