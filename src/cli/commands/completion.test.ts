import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

import { commands } from './index.ts';
import { run } from './completion.ts';

async function script(shell: string): Promise<string> {
  const parts: string[] = [];
  const stdout = {
    write: (text: string) => parts.push(text),
    closed: () => false,
    end: () => {},
    abandon: () => {},
  };
  const options = {
    text: () => undefined,
    flag: () => false,
    list: () => [],
    origin: () => undefined,
  };
  await run({
    arguments: [shell],
    options,
    lang: 'en',
    environment: {},
    stdout: { ...stdout, write: (text) => void parts.push(text) },
    stderr: { ...stdout, write: () => {} },
    signal: new AbortController().signal,
    version: '0',
    commands,
  });
  return parts.join('');
}

test('completion names every command in every shell and in the manual page', async () => {
  for (const shell of ['bash', 'zsh', 'fish', 'man']) {
    const text = await script(shell);
    for (const { name } of commands) assert.ok(text.includes(name), `${shell}: ${name}`);
  }
});

test('the bash script is accepted by bash and completes commands and values', async () => {
  const text = await script('bash');
  const ask = (line: string, words: readonly string[]): string[] => {
    const program = `${text}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _plimsoll; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const result = spawnSync('bash', ['-c', program], { encoding: 'utf8', cwd: '/' });
    assert.equal(result.status, 0, `${line}: ${result.stderr}`);
    return result.stdout.trim().split('\n');
  };
  assert.ok(ask('plimsoll im', ['plimsoll', 'im']).includes('image'));
  assert.ok(ask('plimsoll db s', ['plimsoll', 'db', 's']).includes('status'));
  assert.deepEqual(ask('plimsoll image --fail-on h', ['plimsoll', 'image', '--fail-on', 'h']), [
    'high',
  ]);
});

test('an unknown shell is wrong usage', async () => {
  await assert.rejects(script('tcsh'), { code: 'USAGE_ARGUMENT' });
});
