import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { luarocksLock, rockspec } from './luarocks.ts';

const spec = `local v = "2.0.1"\npackage = "sys-log"\nversion = v.."-"..'1'\ndescription = { license = "MIT" }\n`;
const lock = `return {\n  dependencies = { lua = "5.4-1", ["lua-cjson"] = "2.1.0-1" },\n  test_dependencies = { busted = "2.2.0-1" }\n}\n`;
const path = 'usr/lib/luarocks/rocks-5.4/a/1-1/a-1-1.rockspec';

test('rocks: specifications and the lockfile are read, not run', () => {
  assert.deepEqual(rockspec.read(readerOf(path, spec)).packages, [
    { name: 'sys-log', version: '2.0.1-1', type: 'luarocks', licenses: ['MIT'] },
  ]);
  assert.deepEqual(luarocksLock.read(readerOf('luarocks.lock', lock)).packages, [
    { name: 'lua-cjson', version: '2.1.0-1', type: 'luarocks' },
    { name: 'busted', version: '2.2.0-1', type: 'luarocks', dev: true },
  ]);
  const computed = rockspec.read(readerOf(path, 'package = os.getenv("X")\nversion = "1"\n'));
  assert.deepEqual([computed.packages, computed.problems?.length], [undefined, 1]);
});

test('rocks lie in a folder of their name and version', () => {
  const wants = (one: string): boolean => rockspec.wants(one, { size: 1, mode: 0o644 });
  assert.ok(wants(path));
  for (const other of ['a.rockspec', 'rocks-5.4/a/a-1.rockspec', 'rocks-5.4/a/1-1/a.lua'])
    assert.equal(wants(other), false, other);
});

test('fuzz rocks', () => {
  fuzz([Buffer.from(spec)], (bytes) => rockspec.read(readerOf(path, bytes)));
  fuzz([Buffer.from(lock)], (bytes) => luarocksLock.read(readerOf('luarocks.lock', bytes)));
});
