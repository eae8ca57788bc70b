import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cliMessages } from '../model/messages/cli.ts';
import { placeholders } from '../model/messages/table.ts';
import { commands } from './commands/index.ts';
import { generalOptions } from './option-table.ts';
import type { CommandSpec } from './spec.ts';

function idsOf(specs: readonly CommandSpec[], above: readonly string[]): string[] {
  return specs.flatMap((spec) => [
    ['command', ...above, spec.name].join('.'),
    ...spec.options.map((option) => `option.${option.name}`),
    ...idsOf(spec.subcommands ?? [], [...above, spec.name]),
  ]);
}

test('cliMessages has a sentence for every command and option', () => {
  const wanted = [
    ...idsOf(commands, []),
    ...generalOptions.map((option) => `option.${option.name}`),
  ];
  assert.deepEqual(
    wanted.filter((id) => cliMessages[id] === undefined),
    [],
  );
});

test('cliMessages has no sentence that nothing uses', () => {
  const used = new Set([
    ...idsOf(commands, []),
    ...generalOptions.map((option) => `option.${option.name}`),
  ]);
  const kept = Object.keys(cliMessages).filter((id) => /^(command|option)\./.test(id));
  assert.deepEqual(
    kept.filter((id) => !used.has(id)),
    [],
  );
});

test('cliMessages has the same placeholders in both languages', () => {
  for (const [id, row] of Object.entries(cliMessages)) {
    assert.deepEqual(placeholders(row.en), placeholders(row['zh-CN']), id);
  }
});
