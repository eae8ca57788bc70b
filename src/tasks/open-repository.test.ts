import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openRepository } from './open-repository.ts';
import { scanSubject } from './scan.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-repo-'));
const origin = join(folder, 'origin');
const scratch = join(folder, 'scratch');
const marker = join(folder, 'was-run');
const environment = { PATH: process.env['PATH'], HOME: join(folder, 'home'), TMPDIR: scratch };
let first = '';
after(() => rmSync(folder, { recursive: true, force: true }));

function git(...given: readonly string[]): string {
  return execFileSync(
    'git',
    ['-C', origin, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...given],
    {
      encoding: 'utf8',
    },
  ).trim();
}

function lock(version: string): void {
  const packages = { '': {}, 'node_modules/mast': { version } };
  writeFileSync(
    join(origin, 'package-lock.json'),
    JSON.stringify({ lockfileVersion: 3, packages }),
  );
}

before(() => {
  for (const path of [origin, scratch, join(folder, 'home')]) mkdirSync(path);
  git('init', '--quiet', '-b', 'trunk');
  // All that could run something: hooks of a template, filters of attributes, settings of the user.
  const templates = join(folder, 'templates');
  mkdirSync(join(templates, 'hooks'), { recursive: true });
  const program = join(templates, 'hooks', 'post-checkout');
  writeFileSync(program, `#!/bin/sh\ntouch ${marker}\ncat\n`, { mode: 0o755 });
  writeFileSync(
    join(folder, 'home', '.gitconfig'),
    `[init]\n templateDir = ${templates}\n[core]\n hooksPath = ${join(templates, 'hooks')}\n[filter "x"]\n smudge = ${program}\n clean = ${program}\n`,
  );
  writeFileSync(join(origin, '.gitattributes'), '*.json filter=x export-ignore\n');
  lock('1.0.0');
  git('add', '.');
  git('commit', '--quiet', '-m', 'one');
  first = git('rev-parse', 'HEAD');
  git('tag', 'v1');
  lock('2.0.0');
  writeFileSync(join(origin, '.gitmodules'), '[submodule "x"]\n path = x\n url = ./x\n');
  git('add', '.');
  git('commit', '--quiet', '-m', 'two');
});

async function found(state: { readonly name?: string; readonly commit?: string }): Promise<object> {
  const opened = await openRepository({ reference: origin, environment, ...state });
  try {
    const report = await scanSubject(opened, { database: undefined });
    return {
      packages: report.packages.map(({ name, version }) => `${name} ${version}`),
      notes: opened.image.notes.map(({ id }) => id),
    };
  } finally {
    await opened.close();
  }
}

test('openRepository: a tag, a branch and a commit are fetched, and nothing is left or run', async () => {
  const one = { packages: ['mast 1.0.0'], notes: ['image.repository'] };
  const two = {
    packages: ['mast 2.0.0'],
    notes: ['image.repository', 'image.repositorySubmodules'],
  };
  assert.deepEqual(await found({ name: 'v1' }), one);
  assert.deepEqual(await found({ commit: first }), one);
  assert.deepEqual(await found({ name: 'trunk' }), two);
  assert.equal(existsSync(marker), false, 'a hook or filter was run');
  assert.deepEqual(readdirSync(scratch), []);
});

test('openRepository: what is no address never reaches git, and its words reach the user', async () => {
  for (const reference of [
    'ext::sh -c touch% x',
    '--upload-pack=touch x',
    '-oProxyCommand=x@host:path',
    'fd::17',
    'nothing-here',
    'https://-x/y',
  ]) {
    await assert.rejects(
      openRepository({ reference, environment }),
      { code: 'REPOSITORY_REFERENCE' },
      reference,
    );
  }
  for (const reference of ['https://localhost:1/x', 'git@localhost:x', 'git.invalid/team/x']) {
    await assert.rejects(openRepository({ reference, environment, offline: true }), {
      code: 'NETWORK_FORBIDDEN',
    });
  }
  const near = await openRepository({ reference: origin, environment, name: 'v1', offline: true });
  await near.close();
  for (const state of [{ name: '--upload-pack=x' }, { name: '' }, { commit: 'abc' }]) {
    await assert.rejects(openRepository({ reference: origin, environment, ...state }), {
      code: 'REPOSITORY_REFERENCE',
    });
  }
  await assert.rejects(openRepository({ reference: origin, environment, name: 'no-such' }), {
    code: 'GIT_FAILED',
    message: /no-such/,
  });
  assert.deepEqual(readdirSync(scratch), []);
});

test('openRepository: a folder is taken as it lies there', async () => {
  writeFileSync(join(origin, 'requirements.txt'), 'sail==1.0\n');
  const opened = await openRepository({ reference: origin, environment });
  const report = await scanSubject(opened, { database: undefined });
  assert.deepEqual(
    report.packages.map(({ name }) => name),
    ['mast', 'sail'],
  );
  await opened.close();
});
