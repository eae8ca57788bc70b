import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../test/kit/fuzz.ts';
import { textsAround } from '../../../test/kit/check.ts';
import { limits } from '../../model/index.ts';
import { runnable } from '../run.ts';
import { contextContents } from './contents.ts';
import { context, openContexts } from './family.ts';
import { ignorePattern } from '../../formats/dockerignore.ts';
import type { ContextView } from './view.ts';

function views(files: Readonly<Record<string, string>>): readonly ContextView[] {
  const sources = Object.entries(files)
    .filter(([path]) => /Dockerfile|dockerignore/.test(path))
    .map(([path, text]) => ({ path, text }));
  return openContexts(sources, textsAround(files)).views;
}

test('Dockerfiles of a folder share a context, one with its own ignore file has its own', () => {
  const found = views({
    Dockerfile: 'FROM a',
    'b.Dockerfile': 'FROM b',
    'c.Dockerfile': 'FROM c',
    'c.Dockerfile.dockerignore': 'x',
    '.dockerignore': 'y',
    'sub/Dockerfile': 'FROM d',
    'lib/.dockerignore': 'z',
  });
  assert.deepEqual(
    found.map(({ subject, folder, dockerfiles }) => [subject, folder, dockerfiles.length]),
    [
      ['.dockerignore', '.', 2],
      ['c.Dockerfile.dockerignore', '.', 1],
      ['sub (context)', 'sub', 1],
      ['lib/.dockerignore', 'lib', 0],
    ],
  );
});

test('sources of COPY and ADD take what they name', () => {
  const [view] = views({
    Dockerfile:
      'FROM a\nCOPY src *.md conf/?.ini /x/\nCOPY --from=b . /\nADD https://example.com/a.tar /\nCOPY <<EOF /y\nz\nEOF\nCOPY ["a b", "/"]\nCOPY $DIR /\nCOPY --exclude=*.key keys /k',
  });
  const copies = view?.dockerfiles[0]?.copies ?? [];
  assert.deepEqual(
    copies.map(({ source, whole }) => `${source} ${whole}`),
    ['src false', '*.md false', 'conf/?.ini false', 'a b false', '$DIR false', 'keys false'],
  );
  for (const [path, taken] of [
    ['src/deep/a.ts', true],
    ['README.md', true],
    ['docs/a.md', false],
    ['conf/a.ini', true],
    ['conf/ab.ini', false],
    ['a b/c', true],
    ['keys/a.pem', true],
    ['$DIR', false],
  ] as const)
    assert.equal(
      copies.some(({ takes }) => takes(path)),
      taken,
      path,
    );
});

test('contextContents() lists what looks like a credential first and names the line that admits', () => {
  const files = ['a.md', 'README.md', 'id_rsa', 'big.bin'].map((path, at) => ({
    path,
    size: at + 1,
    mode: 0o644,
  }));
  const patterns = ['*.md', '!README.md'].map((text, at) => ({
    ...ignorePattern(text),
    line: at + 1,
  }));
  const { sent, sentBytes, excluded, excludedBytes } = contextContents(files, patterns);
  assert.deepEqual(
    sent.map(({ path, admittedBy, secret }) => [path, admittedBy?.line, secret !== undefined]),
    [
      ['id_rsa', undefined, true],
      ['big.bin', undefined, false],
      ['README.md', 2, false],
    ],
  );
  assert.deepEqual([sentBytes, excluded, excludedBytes], [9, 1, 1]);
});

test('what cannot be read is told', () => {
  const broken = openContexts([{ path: 'Dockerfile', text: 'FROM a\nCOPY . /\n' }], {
    read: () => {
      throw new Error('no permission');
    },
    list: () => {
      throw new Error('no permission');
    },
  });
  assert.ok((broken.unread ?? []).length > 0);
  const huge = openContexts(
    [{ path: '.dockerignore', text: 'a\n'.repeat(30_000) }],
    textsAround({}),
  );
  assert.deepEqual(
    huge.unread?.map(({ code }) => code),
    ['LIMIT_IGNORE_PATTERNS'],
  );
  const long = 'FROM a\nCOPY . /\n'.padEnd(limits.dockerfile_bytes.value + 1);
  const refused = openContexts([{ path: 'Dockerfile', text: long }], textsAround({}));
  assert.deepEqual(
    refused.unread?.map(({ code }) => code),
    ['LIMIT_DOCKERFILE_BYTES'],
  );
});

test('comments in an ignore file speak of the next line', () => {
  const { ignores } = openContexts(
    [{ path: '.dockerignore', text: '# plimsoll ignore=CTX-PATTERN-DEAD wanted\n\n../x\n' }],
    textsAround({}),
  );
  assert.deepEqual(
    ignores?.map(({ ids, lines, reason }) => [ids, lines, reason]),
    [[['CTX-PATTERN-DEAD'], { first: 3, last: 3 }, 'wanted']],
  );
});

test('mutated contexts never break the reader or a rule', () => {
  const family = runnable(context);
  const fixtures = ['FROM a\nCOPY . /x\nADD --exclude=*.k ["a", "b"]\n\0*.md\n!README.md\n# c\n'];
  fuzz(
    fixtures.map((text) => Buffer.from(text)),
    (bytes) => {
      const [dockerfile = '', ignore = ''] = Buffer.from(bytes).toString().split('\0');
      const files = { Dockerfile: dockerfile, '.dockerignore': ignore, 'a.pem': '', 'x/.env': '' };
      const sources = ['Dockerfile', '.dockerignore'].map((path) => ({
        path,
        text: files[path as 'Dockerfile'],
      }));
      const { unread } = family.run({
        files: sources,
        around: textsAround(files),
        wants: () => true,
      });
      const fault = unread.find(({ code }) => code === 'CHECK_RULE_FAILED');
      if (fault !== undefined) throw new Error(fault.text);
    },
  );
});
