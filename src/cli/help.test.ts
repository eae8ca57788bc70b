import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commands } from './commands/index.ts';
import { commandHelp, mainHelp } from './help.ts';
import type { CommandSpec } from './spec.ts';

/** Terminal cells: characters from U+2E80 to U+FFEF are two wide. */
function cells(line: string): number {
  return Array.from(line).reduce((sum, c) => sum + (c >= '\u2e80' && c <= '\uffef' ? 2 : 1), 0);
}

function screens(lang: 'en' | 'zh-CN'): Map<string, string> {
  const found = new Map([['', mainHelp(commands, lang, '9.9.9')]]);
  const add = (specs: readonly CommandSpec[], above: readonly string[]): void => {
    for (const spec of specs) {
      const path = [...above, spec.name];
      found.set(path.join(' '), commandHelp(path, spec, lang));
      add(spec.subcommands ?? [], path);
    }
  };
  add(commands, []);
  return found;
}

for (const lang of ['en', 'zh-CN'] as const) {
  test(`help in ${lang}: no line of prose is wider than 80 cells, nothing is untranslated`, () => {
    for (const [path, text] of screens(lang)) {
      for (const line of text.split('\n')) {
        const fixed = /^\s*(plimsoll |Usage:|用法)/.test(line);
        assert.ok(fixed || cells(line) <= 80, `plimsoll ${path}: ${line}`);
        assert.doesNotMatch(line, /(^|\s)(command|option|heading)\.[a-z]/, path);
        assert.equal(line, line.trimEnd(), `${path}: trailing spaces`);
      }
    }
  });
}

test('mainHelp lists every command, commandHelp every option', () => {
  const text = mainHelp(commands, 'en', '9.9.9');
  assert.match(text, /^Plimsoll 9\.9\.9: /);
  for (const spec of commands) {
    assert.match(text, new RegExp(`^  ${spec.name} `, 'm'));
    const screen = commandHelp([spec.name], spec, 'en');
    for (const { name } of spec.options) assert.match(screen, new RegExp(`--${name}\\b`), name);
  }
});
