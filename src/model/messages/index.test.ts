import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { messageTables } from './index.ts';
import { reportMessages } from './report.ts';
import { placeholders } from './table.ts';

test('messageTables: every table file is registered', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter(
    (name) => !/^(index|table)\.ts$|\.test\.ts$/.test(name),
  );
  assert.equal(messageTables.length, files.length, files.join(' '));
});

test('messageTables: no id has two meanings', () => {
  const ids = messageTables.flatMap((table) => Object.keys(table));
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  assert.deepEqual(twice, []);
});

test('reportMessages are complete in both languages, with the same parameters', () => {
  for (const [id, { en, 'zh-CN': zh }] of Object.entries(reportMessages)) {
    assert.notEqual(en.trim(), '', id);
    // A sign and a placeholder alone have no words.
    const words = /[A-Za-z]/.test(en.replaceAll(/\{\w+\}/g, ''));
    if (words && !/^(list|summary\.colon|progress\.of|do\.in$)/.test(id))
      assert.match(zh, /\p{Script=Han}/u, id);
    // The singular of English needs no number; Chinese says it anyway or leaves it out too.
    const optional = id.endsWith('.one') ? ['count'] : [];
    const names = (text: string): readonly string[] =>
      placeholders(text).filter((name) => !optional.includes(name));
    assert.deepEqual(names(zh), names(en), id);
    assert.doesNotMatch(en, /\p{Script=Han}/u, id);
  }
});

test('reportMessages: every sentence with a count has both English forms', () => {
  for (const id of Object.keys(reportMessages)) {
    const other = id.replace(/\.(one|many)$/, (_, form) => (form === 'one' ? '.many' : '.one'));
    assert.ok(other in reportMessages, `${id} without ${other}`);
  }
});

test('reportMessages: every id is used, and every used id exists', () => {
  const folder = new URL('../../report/', import.meta.url);
  const code = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
  const literal = new Set([...code.matchAll(/'([a-z][a-z-]*(?:\.[a-z_-]+)*)'/g)].map((m) => m[1]));
  const prefixes = [...code.matchAll(/`((?:[a-z][a-z-]*\.)+)\$\{/g)].map((m) => m[1] as string);
  for (const id of Object.keys(reportMessages)) {
    const stem = id.replace(/\.(one|many)$/, '');
    const used =
      literal.has(id) || literal.has(stem) || prefixes.some((prefix) => id.startsWith(prefix));
    assert.ok(used, `nothing uses ${id}`);
  }
});
