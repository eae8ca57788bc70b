import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { luaAssignments, luaTable, luaText } from './lua-data.ts';
import type { LuaValue } from './lua-data.ts';

const sample = `#!/usr/bin/lua
-- package = "no"
local base = "lua".."syslog"
--[==[ version = "no" ]] ]==]
package = base
version = '2.0' .. "-" .. 1;
description = {
  detailed = [[
a "text"]], license = 'MIT\\'',
  ["home-page"] = "https://x.example/" .. base,
  odd = (version == "dev") and "main, x" or nil, last = "}"
}
dependencies = { "lua >= 5.1", base, }
computed = os.getenv("HOME")
after = "kept"
return { a = { "b" } }
`;

test('luaAssignments tells texts, tables and what was assigned before', () => {
  const found = luaAssignments(sample, 'x');
  const description = luaTable(found.get('description'))?.fields;
  const told = (value: LuaValue): string | undefined => luaText(value);
  assert.deepEqual(
    [
      told(found.get('package')),
      told(found.get('version')),
      told(description?.get('detailed')),
      told(description?.get('license')),
      told(description?.get('home-page')),
      told(description?.get('last')),
      told(found.get('after')),
      luaTable(found.get('dependencies'))?.items,
      luaTable(luaTable(found.get('return'))?.fields.get('a'))?.items,
    ],
    [
      'luasyslog',
      '2.0-1',
      'a "text"',
      "MIT'",
      'https://x.example/luasyslog',
      '}',
      'kept',
      ['lua >= 5.1', 'luasyslog'],
      ['b'],
    ],
  );
  assert.deepEqual([description?.get('odd'), found.get('computed')], [undefined, undefined]);
});

test('luaAssignments refuses programs and what is cut short', () => {
  for (const text of [
    'function f() end',
    'if a then b = 1 end',
    'a = {',
    'a = "',
    'a',
    'a = [[b',
    '=1',
  ])
    assert.throws(() => luaAssignments(text, 'x'), { code: 'LUA_INVALID' }, text);
  const doubling = `a = "${'x'.repeat(99)}"\n${'a = a .. a\n'.repeat(40)}`;
  assert.throws(() => luaAssignments(doubling, 'x'), { code: 'LUA_INVALID' });
  assert.throws(() => luaAssignments(`a = ${'{'.repeat(9999)}`, 'x'), { code: 'LIMIT_JSON_DEPTH' });
});

test('fuzz lua data', () => {
  fuzz([Buffer.from(sample)], (bytes) => luaAssignments(Buffer.from(bytes).toString(), 'x'));
});
