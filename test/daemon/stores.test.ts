import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { makeContainerdSource } from '../../src/image/containerd.ts';
import { openInput } from '../../src/image/open.ts';
import { makePodmanSource } from '../../src/image/podman.ts';
import { createHttpClient } from '../../src/io/http.ts';
import { needsDaemon, startContainerd } from '../kit/daemon.ts';
import { buildImage, dockerArchive, writeLayout } from '../kit/oci.ts';
import { variedImage, walked } from '../kit/varied-image.ts';

const folder = mkdtempSync('/var/tmp/plimsoll-stores-');
const http = createHttpClient({ environment: {} });
after(() => {
  http.close();
  rmSync(folder, { recursive: true, force: true });
});

test(
  'containerd: images of any namespace are read from its store while it runs',
  needsDaemon('containerd', 'ctr'),
  async () => {
    const daemon = await startContainerd();
    try {
      const archive = join(folder, 'varied.tar');
      writeFileSync(archive, dockerArchive(variedImage, ['team/app:1.0']));
      daemon.ctr('images', 'import', '--no-unpack', archive);
      const other = buildImage([[{ path: 'etc/os-release', content: 'ID=other' }]]);
      await writeLayout(join(folder, 'layout'), { 'other.example/x/y:2': other });
      execFileSync('tar', ['-C', join(folder, 'layout'), '-cf', join(folder, 'other.tar'), '.']);
      daemon.ctr('-n', 'k8s.io', 'images', 'import', '--no-unpack', join(folder, 'other.tar'));
      // Enough names that their bucket is a tree of pages.
      for (let at = 0; at < 120; at += 1)
        daemon.ctr(
          'images',
          'tag',
          'docker.io/team/app:1.0',
          `docker.io/team/${'n'.repeat(90)}:${at}`,
        );

      const source = makeContainerdSource(() => ({ CONTAINERD_ROOT: daemon.root, HOME: folder }));
      const expected = await walked((await openInput(archive)).layers);
      for (const name of ['team/app:1.0', 'docker.io/team/app:1.0', `team/${'n'.repeat(90)}:119`]) {
        const image = await source.open(name, {});
        assert.ok(image !== undefined, name);
        assert.equal(image.subject.id, variedImage.config.digest);
        assert.equal(image.subject.source, 'containerd');
        assert.deepEqual(await walked(image.layers), expected);
        assert.deepEqual(
          image.notes.map(({ params }) => params),
          [{ namespace: 'default' }],
        );
      }
      const second = await source.open('other.example/x/y:2', {});
      assert.equal(second?.subject.id, other.config.digest);
      assert.deepEqual(
        second.notes.map(({ params }) => params),
        [{ namespace: 'k8s.io' }],
      );
      const environment = { CONTAINERD_ROOT: daemon.root, CONTAINERD_NAMESPACE: 'default' };
      const only = makeContainerdSource(() => environment);
      assert.equal(await only.open('other.example/x/y:2', {}), undefined, 'another namespace');
      assert.equal(await source.open('team/app:2.0', {}), undefined, 'another tag');
    } finally {
      await daemon.stop();
    }
  },
);

for (const driver of ['overlay', 'vfs'] as const) {
  test(
    `podman with ${driver}: its store tells what the archive tells`,
    needsDaemon('podman'),
    async () => {
      const place = join(folder, driver);
      mkdirSync(place);
      const configuration = join(place, 'storage.conf');
      writeFileSync(
        configuration,
        `[storage]\ndriver = "${driver}"\ngraphroot = "${join(place, 'root')}"\nrunroot = "${join(place, 'run')}"\n`,
      );
      const archive = join(place, 'varied.tar');
      writeFileSync(archive, dockerArchive(variedImage, ['team/app:1.0']));
      const podman = (...given: readonly string[]): string =>
        execFileSync('podman', [...given], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
          env: { ...process.env, CONTAINERS_STORAGE_CONF: configuration },
        });
      podman('load', '-i', archive);
      podman('tag', 'team/app:1.0', 'short:7');

      const environment = { CONTAINERS_STORAGE_CONF: configuration, HOME: folder };
      const source = makePodmanSource({ http, environment: () => environment });
      const expected = await walked((await openInput(archive)).layers);
      const id = variedImage.config.digest;
      for (const name of ['team/app:1.0', 'short:7', 'localhost/short:7', id, id.slice(7)]) {
        const image = await source.open(name, {});
        assert.ok(image !== undefined, name);
        assert.equal(image.subject.id, id);
        assert.deepEqual(
          image.notes.map(({ params }) => params),
          [{ driver }],
        );
        assert.deepEqual(await walked(image.layers), expected);
      }
      assert.equal(await source.open('team/app:2.0', {}), undefined);
      // A configuration that was changed on disk is not believed.
      const images = join(place, 'root', `${driver}-images`, id.slice(7));
      const file = join(images, `=${Buffer.from(id).toString('base64')}`);
      chmodSync(file, 0o600);
      writeFileSync(file, '{}');
      await assert.rejects(async () => source.open('team/app:1.0', {}), { code: 'BLOB_DIGEST' });
      if (driver === 'overlay') podman('system', 'reset', '--force');
    },
  );
}

test(
  'podman: where its store cannot be found, its service is asked',
  needsDaemon('podman'),
  async () => {
    const place = join(folder, 'service');
    mkdirSync(place);
    const socket = join(place, 'podman.sock');
    const storage = ['--root', join(place, 'root'), '--runroot', join(place, 'run')];
    const driver = ['--storage-driver', 'vfs'];
    const archive = join(place, 'varied.tar');
    writeFileSync(archive, dockerArchive(variedImage, ['team/app:1.0']));
    execFileSync('podman', [...storage, ...driver, 'load', '-i', archive], { stdio: 'ignore' });
    const service = spawn(
      'podman',
      [...storage, ...driver, 'system', 'service', '--time', '0', `unix://${socket}`],
      { stdio: 'ignore' },
    );
    const ended = new Promise((resolve) => {
      service.once('exit', resolve);
    });
    try {
      for (let tries = 0; tries < 300 && !existsSync(socket); tries += 1) await wait(100);
      const environment = {
        CONTAINERS_STORAGE_CONF: join(place, 'nothing.conf'),
        XDG_DATA_HOME: place,
        CONTAINER_HOST: `unix://${socket}`,
        HOME: place,
      };
      const source = makePodmanSource({ http, environment: () => environment });
      const image = await source.open('team/app:1.0', {});
      assert.equal(image?.subject.id, variedImage.config.digest);
      assert.deepEqual(
        image.notes.map(({ id }) => id),
        ['image.podmanSave'],
      );
      const expected = await walked((await openInput(archive)).layers);
      assert.deepEqual(await walked(image.layers), expected);
      await image.close();
      assert.equal(await source.open('team/app:2.0', {}), undefined);
    } finally {
      service.kill('SIGTERM');
      await ended;
    }
  },
);
