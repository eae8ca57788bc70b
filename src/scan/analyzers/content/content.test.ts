import assert from 'node:assert/strict';
import { test } from 'node:test';
import { privateKey, program } from '../../../../test/kit/faulty-image.ts';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import type { FileMark } from '../../../model/index.ts';
import { fileReader } from '../file-reader.ts';
import { analyzers } from '../index.ts';

const all = analyzers.filter(({ finds }) => finds === 'content');

/** What the analyzers of content find in one file of an image. */
function findsOf(path: string, content: string | Uint8Array, mode = 0o644): readonly FileMark[] {
  const bytes = Buffer.from(content);
  const stat = { size: bytes.length, mode };
  return all
    .filter(
      ({ trees, wants, wantsHead }) =>
        trees !== 'only' &&
        wants(path, stat) &&
        (wantsHead?.(bytes.subarray(0, 4096), path, stat) ?? true),
    )
    .flatMap(({ read }) => read(fileReader(path, stat, bytes)).marks ?? []);
}

/** The same in words: `kind what`. */
function marksOf(path: string, content: string | Uint8Array, mode?: number): readonly string[] {
  return findsOf(path, content, mode).map(({ kind, what }) =>
    what === undefined ? kind : `${kind} ${what}`,
  );
}

const key = privateKey();
const token = `ghp_${'A1b2C3d4'.repeat(4)}`;
const url = ['DATABASE_URL=postgres://shop:', 'h4rb0urS1de', '@db.internal/shop\n'].join('');

test('what files of an image are told to be', () => {
  const rows: readonly [
    path: string,
    content: string | Uint8Array,
    marks: string,
    mode?: number,
  ][] = [
    ['usr/bin/su', program, 'setuid 4755', 0o4755],
    ['usr/bin/wall', program, 'setuid 2755', 0o2755],
    ['usr/bin/ls', program, '', 0o755],
    ['var/lock/x', 'locking, not running', '', 0o2644],
    ['usr/sbin/sshd', program, 'ssh-server', 0o755],
    ['etc/default/sshd', 'x', '', 0o755],
    ['usr/share/icons/sshd', 'no program', '', 0o755],
    ['opt/t/xmrig', '#!/bin/sh\n', 'miner', 0o755],
    ['opt/t/xmrig', program, '', 0o644],
    ['opt/t/xmrig.txt', program, '', 0o755],
    ['var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_InRelease', 'x', 'package-cache apt'],
    ['var/lib/apt/lists/lock', 'x', ''],
    ['srv/var/lib/apt/lists/a_InRelease', 'x', ''],
    ['var/cache/apk/APKINDEX.66b62e1c.tar.gz', 'x', 'package-cache apk'],
    ['var/cache/dnf/fedora-1/repodata/repomd.xml', 'x', 'package-cache dnf'],
    ['etc/shadow', 'root:*:1::\napp::1::\n', 'empty-password app'],
    ['etc/shadow', 'root:*:1::\napp:!:1::\n', ''],
    ['etc/passwd', 'root:x:0:0\n# a::1\n+::0:0\n', ''],
    ['etc/passwd', 'a:x:0:0\nb:x:0:1\n', 'duplicate-account user id 0: a, b'],
    ['etc/group', 'a:x:1:\na:x:2:\n', 'duplicate-account group a stands 2 times'],
    ['home/app/passwd', 'app::1:1\n', ''],
    ['root/.ssh/id_ecdsa', key, 'secret private-key'],
    ['root/.ssh/id_rsa_backup', key, 'secret private-key'],
    ['root/.ssh/id_rsa.pub', 'ssh-rsa AAAA', ''],
    ['etc/ssh/ssh_host_ecdsa_key', key, 'secret private-key'],
    ['usr/share/doc/tls/server.key', key, ''],
    ['app/node_modules/tls/test/server.key', key, ''],
    ['etc/ssl/certs/ca.pem', '-----BEGIN CERTIFICATE-----\n', ''],
    ['app/.env', url, 'secret database-url'],
    ['app/.env.production', url, 'secret database-url'],
    ['app/.env', 'DATABASE_URL=${DATABASE_URL}\n', ''],
    ['app/.env.example', url, ''],
    ['app/settings.py', `TOKEN = "${token}"\n`, ''],
    ['app/settings.py', url, 'secret database-url'],
    ['app/logo.js', `var password = "hunter2x9"\n`, ''],
    ['usr/lib/python3/settings.py', url, ''],
    ['app/blob.json', Buffer.concat([Buffer.from('{}\0'), Buffer.from(url)]), ''],
    ['app/keys.p12', Buffer.from('3082', 'hex'), 'secret key-store'],
    ['app/truststore.p12', Buffer.from('3082', 'hex'), ''],
    ['app/key.jks', 'no store', ''],
    ['etc/shadow', `root:$6$abcdefgh$${'a'.repeat(86)}:1::\n`, 'secret password-hash'],
  ];
  for (const [path, content, marks, mode] of rows)
    assert.equal(marksOf(path, content, mode).join(', '), marks, path);
});

test('no mark holds the credential', () => {
  const marks = findsOf('app/.env', url, 0o600);
  assert.equal(marks.length, 1);
  assert.ok(!JSON.stringify(marks).includes('h4rb0urS1de'));
});

for (const { id, read } of all)
  test(`${id} stands whatever it reads`, () => {
    const fixtures = [key, url, 'root:x:0:0\na::0:0\n'].map((text) => Buffer.from(text));
    fuzz(fixtures, (bytes) => {
      read(fileReader('etc/passwd', { size: bytes.length, mode: 0o644 }, bytes));
    });
  });
