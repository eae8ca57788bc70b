import { luaAssignments, luaTable, luaText, returned } from '../../../formats/lua-data.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { hasBaseName } from '../paths.ts';
import { problemsOf } from '../problems.ts';

function readRockspec(file: FileReader): AnalyzerResult {
  const spec = luaAssignments(file.text(), `"${file.path}"`);
  const name = luaText(spec.get('package'));
  const version = luaText(spec.get('version'));
  if (name === undefined || version === undefined) {
    const text = `Cannot list the rock of "${file.path}": found no package and version written as texts`;
    return problemsOf([{ code: 'LUA_INVALID', text }]);
  }
  const license = luaText(luaTable(spec.get('description'))?.fields.get('license'));
  const licensed = license === undefined ? {} : { licenses: [license] };
  return { packages: [{ name, version, type: 'luarocks', ...licensed }] };
}

/** Installed rocks: each keeps its specification, `lib/luarocks/rocks-5.4/NAME/VERSION/NAME-VERSION.rockspec`. */
export const rockspec: FileAnalyzer = {
  id: 'rockspec',
  version: 1,
  type: 'luarocks',
  resultType: 'luarocks',
  finds: 'installed',
  files: ['**/rocks-*/*/*/*.rockspec', '**/rocks/*/*/*.rockspec'],
  wants: (path) =>
    path.endsWith('.rockspec') && /(?:^|\/)rocks(?:-[^/]*)?\/[^/]+\/[^/]+\/[^/]+$/.test(path),
  read: readRockspec,
};

function readLock(file: FileReader): AnalyzerResult {
  const lock = luaTable(luaAssignments(file.text(), `"${file.path}"`).get(returned));
  const packages: FoundPackage[] = [];
  for (const [key, dev] of [
    ['dependencies', false],
    ['build_dependencies', true],
    ['test_dependencies', true],
  ] as const) {
    for (const [name, value] of luaTable(lock?.fields.get(key))?.fields ?? []) {
      const version = luaText(value);
      // `lua` is the interpreter, which no rock brings along.
      if (version === undefined || name === 'lua') continue;
      packages.push({ name, version, type: 'luarocks', ...(dev ? { dev } : {}) });
    }
  }
  return { packages };
}

/** LuaRocks' lockfile, a Lua table. */
export const luarocksLock: FileAnalyzer = {
  id: 'luarocks-lock',
  version: 1,
  type: 'luarocks',
  resultType: 'luarocks',
  finds: 'lockfile',
  files: ['**/luarocks.lock'],
  wants: (path) => hasBaseName(path, 'luarocks.lock'),
  read: readLock,
};
