import { sqliteRows } from '../../../formats/sqlite-table.ts';
import { LimitError, limits } from '../../../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { hasBaseName } from '../paths.ts';

/** Outputs of a package other than its main one; `openssl-3.0.13-dev` is of `openssl` 3.0.13. */
const output = /-(?:bin|dev|dist|doc|lib|man|out|info|static|debug|data|devdoc|terminfo)$/;

/**
 * `/nix/store/<hash>-openssl-3.0.13-bin`: by Nix's own rule (`parseDrvName`) a version starts at
 * the first dash that no letter follows. What has none is a script or a configuration.
 */
export function packageOfStorePath(path: string): FoundPackage | undefined {
  const [, base = ''] = /^\/nix\/store\/[0-9a-z]{32}-([\w+.?=-]{1,211})$/.exec(path) ?? [];
  const plain = base.replace(output, '');
  const at = plain.search(/-[^A-Za-z-]/);
  if (at <= 0 || base.endsWith('.drv') || /\.(?:patch|tar\.\w+|zip|tgz|diff)$/.test(base))
    return undefined;
  return { name: plain.slice(0, at), version: plain.slice(at + 1), type: 'nix' };
}

function read(file: FileReader): AnalyzerResult {
  const found = new Map<string, FoundPackage>();
  for (const row of sqliteRows(file.bytes, 'ValidPaths')) {
    const path = row.find((value) => typeof value === 'string');
    const one = typeof path === 'string' ? packageOfStorePath(path) : undefined;
    if (one === undefined) continue;
    found.set(`${one.name}@${one.version}`, one);
    if (found.size > limits.packages.value) throw new LimitError('packages', `"${file.path}"`);
  }
  return { packages: [...found.values()] };
}

/** Nix's database of what is in its store. */
export const nix: FileAnalyzer = {
  id: 'nix',
  version: 1,
  type: 'nix',
  finds: 'installed',
  files: ['nix/var/nix/db/db.sqlite'],
  wants: (path) => hasBaseName(path, 'db.sqlite') && path === 'nix/var/nix/db/db.sqlite',
  read,
};
