import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { OpenImage } from '../../src/image/contract.ts';
import { makeDockerSource } from '../../src/image/docker.ts';
import { openInput } from '../../src/image/open.ts';
import { walkLayer } from '../../src/image/walk.ts';
import { createHttpClient } from '../../src/io/http.ts';
import type { HttpClient } from '../../src/io/http.ts';
import { PlimsollError } from '../../src/model/index.ts';
import { needsDaemon, startDocker } from '../kit/daemon.ts';
import type { RunningDocker } from '../kit/daemon.ts';
import { buildImage, buildTar, dockerArchive } from '../kit/oci.ts';
import { variedImage as image, walked } from '../kit/varied-image.ts';

const guard = needsDaemon('dockerd');
const folder = await mkdtemp(join(tmpdir(), 'plimsoll-'));
const http = createHttpClient({ environment: {} });
const open: (() => unknown)[] = [];
after(async () => {
  http.close();
  for (const close of open) await close();
  await rm(folder, { recursive: true });
});

async function docker(driver: 'overlay2' | 'vfs'): Promise<RunningDocker> {
  const running = await startDocker(driver);
  open.push(running.stop);
  return running;
}

async function pull(
  host: string,
  reference: string,
  by: Pick<HttpClient, 'request'> = http,
): Promise<OpenImage> {
  const environment = { HOME: folder, DOCKER_HOST: host };
  const image = await makeDockerSource({ http: by, environment: () => environment }).open(
    reference,
    {},
  );
  assert.ok(image !== undefined);
  return image;
}

for (const driver of ['overlay2', 'vfs'] as const) {
  test(`dockerd with ${driver}: store, save and archive tell the same`, guard, async () => {
    const daemon = await docker(driver);
    const archive = dockerArchive(image, ['team/app:1.0']);
    assert.match(await daemon.post('/images/load', archive), /Loaded image/);
    const path = join(folder, `${driver}.tar`);
    await writeFile(path, archive);
    const expected = await walked((await openInput(path)).layers);

    const store = await pull(daemon.host, 'team/app:1.0');
    assert.deepEqual(
      store.notes.map(({ id }) => id),
      ['image.dockerStore'],
    );
    assert.deepEqual(await walked(store.layers), expected);

    const saved = await pull(daemon.tcp, 'team/app:1.0');
    assert.deepEqual(
      saved.notes.map(({ id }) => id),
      ['image.dockerSave.remote'],
    );
    assert.deepEqual(await walked(saved.layers), expected);
    await saved.close();

    assert.equal(store.subject.id, image.config.digest);
    const { source, ...subject } = store.subject;
    assert.equal(source, 'docker store');
    assert.deepEqual({ ...saved.subject, source }, { ...subject, source });
    for (const name of [
      image.config.digest,
      image.config.digest.slice(7, 19),
      'docker.io/team/app:1.0',
    ]) {
      assert.equal((await pull(daemon.host, name)).subject.id, image.config.digest, name);
    }
    await daemon.stop();
  });
}

test('dockerd: images made by import and by build are read from the store', guard, async () => {
  const daemon = await docker('overlay2');
  const tar = buildTar([{ path: 'etc/' }, { path: 'etc/os-release', content: 'ID=test' }]);
  await daemon.post('/images/create?fromSrc=-&repo=imported&tag=1', tar);
  const context = buildTar([
    { path: 'Dockerfile', content: 'FROM scratch\nCOPY a /etc/a\nENV A=1\nCOPY b /etc/b\n' },
    { path: 'a', content: 'one' },
    { path: 'b', content: 'two' },
  ]);
  assert.match(await daemon.post('/build?t=built:1', context), /Successfully tagged/);
  for (const [name, expected, history] of [
    ['imported:1', ['etc/os-release=ID=test'], 0],
    ['built:1', ['etc/a=one', 'etc/b=two'], 2],
  ] as const) {
    const opened = await pull(daemon.host, name);
    assert.deepEqual(
      opened.notes.map(({ id }) => id),
      ['image.dockerStore'],
    );
    assert.equal(opened.layers.at(-1)?.history?.index, history);
    const files: string[] = [];
    for (const layer of opened.layers) {
      const facts = await walkLayer(layer, {
        wants: () => true,
        file: (path, _stat, bytes) => files.push(`${path}=${Buffer.from(bytes).toString()}`),
      });
      assert.deepEqual(facts.problems, []);
    }
    assert.deepEqual(files, expected);
  }
  await daemon.stop();
});

test(
  'dockerd: without permission for the store the archive is read, and the reason told',
  guard,
  async () => {
    const daemon = await docker('overlay2');
    await daemon.post('/images/load', dockerArchive(image, ['team/app:1.0']));
    await chmod(daemon.folder, 0o755);
    await chmod(join(daemon.folder, 'd.sock'), 0o666);
    process.seteuid?.(65_534);
    try {
      const opened = await pull(daemon.host, 'team/app:1.0');
      assert.deepEqual(
        opened.notes.map(({ id }) => id),
        ['image.dockerSave.permission'],
      );
      await opened.close();
    } finally {
      process.seteuid?.(0);
    }
    await daemon.stop();
  },
);

test('dockerd: one that is killed while it saves ends the opening', guard, async () => {
  const daemon = await docker('overlay2');
  const large = buildImage([[{ path: 'large', content: randomBytes(64 * 1024 * 1024) }]], {
    compression: 'none',
  });
  await daemon.post('/images/load', dockerArchive(large, ['large:1']));
  const killing: Pick<HttpClient, 'request'> = {
    request: async (wanted) => {
      const response = await http.request(wanted);
      if (!wanted.url.endsWith('/get')) return response;
      const { body } = response;
      const broken = (async function* chunks() {
        for await (const chunk of body) {
          yield chunk;
          daemon.process.kill('SIGKILL');
        }
      })();
      return { ...response, body: broken };
    },
  };
  await assert.rejects(pull(daemon.tcp, 'large:1', killing), (error) => {
    assert.ok(error instanceof PlimsollError && error.code === 'DAEMON_FAILED', String(error));
    return true;
  });
  await daemon.stop();
});
