import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import {
  isSuperuser,
  lookAtCommandLine,
  lookAtPath,
  lookIntoFile,
  lookIntoFolder,
  processesNamed,
} from './look.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-look-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('what is there, what is not, and what may not be seen are three answers', () => {
  const path = join(folder, 'a');
  writeFileSync(path, 'text', { mode: 0o640 });
  chmodSync(path, 0o640);
  const facts = lookAtPath(path);
  assert.ok(
    'value' in facts && facts.value.mode === '0640' && facts.value.uid === process.getuid?.(),
  );
  assert.deepEqual(lookAtPath(join(folder, 'b')), { absent: true });
  assert.deepEqual(lookAtPath(join(path, 'c')), { absent: true });
  assert.deepEqual(lookIntoFile(path, 10), { value: 'text' });
  assert.deepEqual(lookIntoFile(join(folder, 'b'), 10), { absent: true });
  assert.ok('unread' in lookIntoFile(path, 3));
  assert.ok('unread' in lookIntoFile(folder, 3));
  assert.deepEqual(lookIntoFolder(folder), { value: ['a'] });
  assert.deepEqual(lookIntoFolder(path), { absent: true });
});

test(
  'a refusal keeps the code of the system',
  { skip: isSuperuser() && process.setegid === undefined },
  () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const path = join(closed, 'x');
    writeFileSync(path, '', { mode: 0o600 });
    chmodSync(folder, 0o755);
    if (isSuperuser()) process.seteuid?.(65_534);
    else chmodSync(closed, 0);
    try {
      assert.deepEqual(lookIntoFolder(closed), { unread: 'EACCES' });
      assert.deepEqual(lookAtPath(path), { unread: 'EACCES' });
      assert.deepEqual(lookIntoFile(path, 10), { unread: 'EACCES' });
    } finally {
      if (process.getuid?.() === 0) process.seteuid?.(0);
      else chmodSync(closed, 0o700);
    }
  },
);

test('processes by the name of their program', () => {
  const own = lookAtCommandLine(process.pid);
  assert.ok('value' in own && own.value.length > 0);
  assert.deepEqual(lookAtCommandLine(2 ** 30), { absent: true });
  assert.deepEqual(processesNamed(new Set(['no such program'])), []);
});
