import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { buildTar } from '../../../test/kit/oci.ts';
import type { TarEntry } from '../../../test/kit/oci.ts';
import type { LayerRef } from '../../image/contract.ts';
import { imageContent } from './content.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-content-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function layers(...contents: readonly (readonly TarEntry[])[]): readonly LayerRef[] {
  return contents.map((entries, index) => {
    const bytes = buildTar(entries);
    const path = join(folder, `${index}.tar`);
    writeFileSync(path, bytes);
    return { index, bytes: { kind: 'file', path, offset: 0, length: bytes.length } };
  });
}

test('the finished image shows what no later layer hides; credentials stay', async () => {
  const look = await imageContent(
    layers(
      [
        { path: 'usr/bin/su', content: 'x', mode: 0o4755 },
        { path: 'usr/bin/wall', content: 'x', mode: 0o2755 },
        { path: 'usr/bin/sudo', content: 'x', mode: 0o4755 },
        { path: 'usr/sbin/sshd', content: 'x', mode: 0o755 },
        { path: 'etc/ssh/ssh_host_rsa_key', content: 'x', mode: 0o600 },
        { path: 'opt/tool/xmrig', content: 'x', mode: 0o755 },
        { path: 'root/.ssh/id_rsa', content: 'x' },
        { path: 'etc/passwd', content: 'root:x:0:0::/:/bin/sh\nold::5:5::/:/bin/sh\n' },
      ],
      [
        { path: 'usr/bin/.wh.su', content: '' },
        { path: 'usr/bin/sudo', content: 'x', mode: 0o755 },
        { path: 'opt/.wh.tool', content: '' },
        { path: 'root/.wh..wh..opq', content: '' },
        {
          path: 'etc/passwd',
          content:
            'root:x:0:0::/:/bin/sh\ntoor:x:0:0::/:/bin/sh\napp:x:7:7::/:/bin/sh\napp:x:8:8::/:\n',
        },
        { path: 'etc/shadow', content: 'root:*:1::::::\napp::1::::::\n' },
      ],
    ),
  );
  assert.ok('value' in look, JSON.stringify(look));
  assert.deepEqual(look.value, {
    setuid: ['usr/bin/wall'],
    emptyPasswords: ['app'],
    duplicates: ['user app stands 2 times', 'user id 0: root, toor'],
    sshServer: ['etc/ssh/ssh_host_rsa_key', 'usr/sbin/sshd'],
    secretFiles: ['etc/ssh/ssh_host_rsa_key', 'root/.ssh/id_rsa'],
    miners: [],
  });
});

test('a layer that cannot be read is no clean image', async () => {
  const [layer] = layers([{ path: 'a', content: 'x' }]);
  assert.ok(layer !== undefined);
  const missing = {
    ...layer,
    bytes: { kind: 'file', path: join(folder, 'none'), offset: 0, length: 10 },
  } as const;
  assert.ok('unread' in (await imageContent([missing])));
  writeFileSync(
    join(folder, 'cut'),
    buildTar([{ path: 'a', content: 'x'.repeat(5000) }]).subarray(0, 900),
  );
  const cut = {
    ...layer,
    bytes: { kind: 'file', path: join(folder, 'cut'), offset: 0, length: 900 },
  } as const;
  assert.ok('unread' in (await imageContent([cut])));
});
