import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shellWord } from './shell-quoting.ts';

test('shellWord() leaves plain words, and quotes what a shell would take apart', () => {
  const rows = [
    ['docker.io/library/nginx:1.2@sha256:ab', 'docker.io/library/nginx:1.2@sha256:ab'],
    ['a b', "'a b'"],
    ["it's", "'it'\\''s'"],
    ['$(id)', "'$(id)'"],
    ['', "''"],
    ['-rf', "'-rf'"],
    ['a\nb\u001b[2J', "'a\ufffdb\ufffd[2J'"],
  ] as const;
  for (const [text, word] of rows) assert.equal(shellWord(text), word);
});
