import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { serveLoopback } from '../../test/kit/http-server.ts';
import type { LoopbackServer } from '../../test/kit/http-server.ts';
import { blobsOf, buildImage, buildIndex, dockerArchive, sha256 } from '../../test/kit/oci.ts';
import type { TarEntry } from '../../test/kit/oci.ts';
import { writeStoredLayer } from '../../test/kit/tar-split.ts';
import { createHttpClient } from '../io/http.ts';
import type { HttpClient } from '../io/http.ts';
import { PlimsollError } from '../model/index.ts';
import type { OpenImage, OpenOptions } from './contract.ts';
import { dockerEndpoint } from './docker-endpoint.ts';
import { makeDockerSource } from './docker.ts';
import { walkLayer } from './walk.ts';

const base = await mkdtemp(join(tmpdir(), 'plimsoll-'));
const open: { close: () => unknown }[] = [];
after(async () => {
  for (const thing of open) await thing.close();
  await rm(base, { recursive: true });
});

function client(idle: number): HttpClient {
  const timing = { now: () => 0, random: () => 0, sleep: () => Promise.resolve() };
  const made = createHttpClient({ environment: {}, idle, timing });
  open.push(made);
  return made;
}

const http: HttpClient = client(60_000);

const layers: readonly (readonly TarEntry[])[] = [
  [{ path: 'etc/' }, { path: 'etc/a', content: 'one' }],
  [{ path: 'etc/.wh.a' }, { path: 'etc/b', content: 'two' }],
];
const image = buildImage(layers, {
  flavour: 'docker',
  history: ['ADD base', '#ENV A=1', 'COPY b'],
});
const inspection = {
  Id: image.config.digest,
  RepoTags: ['team/app:1.0'],
  RepoDigests: [`team/app@${image.manifest.digest}`],
  Os: 'linux',
  Architecture: 'amd64',
  Size: 6,
};

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

interface Daemon {
  readonly inspect?: object;
  readonly info?: object;
  readonly save?: Answer;
}

const json =
  (value: object): Answer =>
  (response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(value));
  };

let sockets = 0;

/** A daemon on a socket, or on a port when `tcp`. */
async function daemon(
  options: Daemon,
  tcp = false,
): Promise<{ host: string; server: LoopbackServer }> {
  const socketPath = join(base, `d${(sockets += 1)}.sock`);
  const server = await serveLoopback(
    (request, response) => {
      const path = request.url ?? '';
      if (path === '/info')
        json(options.info ?? { Driver: 'overlay2', DockerRootDir: '/nowhere' })(response, request);
      else if (path === '/images/team/app%3A1.0/json')
        json(options.inspect ?? inspection)(response, request);
      else if (path.endsWith('/get') && options.save !== undefined) options.save(response, request);
      else {
        response.statusCode = 404;
        json({ message: 'No such image' })(response, request);
      }
    },
    tcp ? {} : { socketPath },
  );
  open.push(server);
  return { host: tcp ? `tcp://${server.host}` : `unix://${socketPath}`, server };
}

async function pull(
  host: string,
  options: OpenOptions = {},
  reference = 'team/app:1.0',
  by: HttpClient = http,
): Promise<OpenImage | undefined> {
  const environment = { HOME: base, DOCKER_HOST: host, TMPDIR: base };
  const opened = await makeDockerSource({ http: by, environment: () => environment }).open(
    reference,
    options,
  );
  if (opened !== undefined) open.push(opened);
  return opened;
}

async function filesOf(opened: OpenImage | undefined): Promise<string[]> {
  const found: string[] = [];
  for (const layer of opened?.layers ?? []) {
    const facts = await walkLayer(layer, {
      wants: () => true,
      file: (path, _stat, bytes) => found.push(`${path}=${Buffer.from(bytes).toString()}`),
    });
    found.push(...facts.whiteouts.map((path) => `-${path}`));
    assert.deepEqual(facts.problems, []);
  }
  return found;
}

function coded(code: string, words?: RegExp): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof PlimsollError, String(error));
    assert.equal(error.code, code, error.message);
    if (words !== undefined) assert.match(error.message, words);
    return true;
  };
}

/** Writes a graph driver's store with the image in it; returns its folder. */
async function graphStore(driver: 'overlay2' | 'vfs'): Promise<string> {
  const root = await mkdtemp(join(base, 'root-'));
  const records = join(root, 'image', driver);
  const configs = join(records, 'imagedb', 'content', 'sha256');
  await mkdir(configs, { recursive: true });
  await writeFile(join(configs, image.config.digest.slice(7)), image.config.bytes);
  let chain = '';
  for (const [index, layer] of image.layers.entries()) {
    const { diffId } = layer;
    chain =
      chain === ''
        ? diffId
        : `sha256:${createHash('sha256').update(`${chain} ${diffId}`).digest('hex')}`;
    const record = join(records, 'layerdb', 'sha256', chain.slice(7));
    const cacheId = `cache${index}`;
    const folder =
      driver === 'vfs' ? join(root, 'vfs', 'dir', cacheId) : join(root, driver, cacheId, 'diff');
    await writeStoredLayer(folder, join(record, 'tar-split.json.gz'), layers[index] ?? []);
    await writeFile(join(record, 'diff'), diffId);
    await writeFile(join(record, 'cache-id'), cacheId);
  }
  return root;
}

const content = ['etc/a=one', 'etc/b=two', '-etc/a'];

for (const driver of ['overlay2', 'vfs'] as const) {
  test(`the store of ${driver} is read directly, and said so`, async () => {
    const root = await graphStore(driver);
    const { host } = await daemon({ info: { Driver: driver, DockerRootDir: root } });
    const opened = await pull(host);
    assert.equal(opened?.subject.id, image.config.digest);
    assert.deepEqual(opened.subject.tags, ['team/app:1.0']);
    assert.deepEqual(opened.subject.digests, inspection.RepoDigests);
    assert.equal(opened.subject.source, 'docker store');
    assert.equal(opened.subject.size, 6);
    assert.deepEqual(opened.layers[1]?.history, { index: 2, createdBy: 'COPY b' });
    assert.deepEqual(
      opened.notes.map(({ id }) => id),
      ['image.dockerStore'],
    );
    assert.deepEqual(await filesOf(opened), content);
  });
}

const save: Answer = (response) => response.end(dockerArchive(image, ['team/app:1.0']));

test('without access to the store the archive of docker save is read, and nothing is left behind', async () => {
  const { host, server } = await daemon({ save });
  const opened = await pull(host);
  assert.equal(opened?.subject.id, image.config.digest);
  assert.equal(opened.subject.source, 'docker save');
  assert.deepEqual(opened.subject.digests, inspection.RepoDigests);
  assert.deepEqual(
    opened.notes.map(({ id }) => id),
    ['image.dockerSave.elsewhere'],
  );
  assert.deepEqual(await filesOf(opened), content);
  await opened.close();
  assert.ok(server.log.some((line) => line.startsWith('GET /images/sha256')));
  assert.deepEqual(
    (await readdir(base)).filter((name) => name.startsWith('plimsoll-')),
    [],
  );
});

for (const [title, damage, note] of [
  ['an unknown driver', (root: string) => ({ Driver: 'zfs', DockerRootDir: root }), 'driver'],
  [
    'another folder',
    (root: string) => ({ Driver: 'overlay2', DockerRootDir: `${root}/other` }),
    'elsewhere',
  ],
] as const) {
  test(`a store with ${title} is not read`, async () => {
    const root = await graphStore('overlay2');
    const { host } = await daemon({ info: damage(root), save });
    const opened = await pull(host);
    assert.deepEqual(
      opened?.notes.map(({ id }) => id),
      [`image.dockerSave.${note}`],
    );
    assert.deepEqual(await filesOf(opened), content);
  });
}

for (const [title, path, bytes] of [
  ['a missing configuration', `imagedb/content/sha256/${image.config.digest.slice(7)}`, undefined],
  ['another configuration', `imagedb/content/sha256/${image.config.digest.slice(7)}`, '{}'],
  ['a missing record', `layerdb/sha256/${image.layers[0]?.diffId.slice(7) ?? ''}/diff`, undefined],
  [
    'another diffID',
    `layerdb/sha256/${image.layers[0]?.diffId.slice(7) ?? ''}/diff`,
    sha256('other'),
  ],
  [
    'a folder name that climbs',
    `layerdb/sha256/${image.layers[0]?.diffId.slice(7) ?? ''}/cache-id`,
    '../../../etc',
  ],
  [
    'an empty recipe',
    `layerdb/sha256/${image.layers[0]?.diffId.slice(7) ?? ''}/tar-split.json.gz`,
    '',
  ],
] as const) {
  test(`a store with ${title} is not trusted`, async () => {
    const root = await graphStore('overlay2');
    const file = join(root, 'image', 'overlay2', path);
    if (bytes === undefined) await rm(file);
    else await writeFile(file, bytes);
    const { host } = await daemon({ info: { Driver: 'overlay2', DockerRootDir: root }, save });
    const opened = await pull(host);
    assert.deepEqual(
      opened?.notes.map(({ id }) => id),
      ['image.dockerSave.incomplete'],
    );
    assert.deepEqual(await filesOf(opened), content);
  });
}

test('paths that a daemon elsewhere names are never opened', async () => {
  const root = await graphStore('overlay2');
  const { host } = await daemon({ info: { Driver: 'overlay2', DockerRootDir: root }, save }, true);
  const opened = await pull(host);
  assert.deepEqual(
    opened?.notes.map(({ id }) => id),
    ['image.dockerSave.remote'],
  );
});

const arm = buildImage([[{ path: 'arm' }]], { platform: { os: 'linux', architecture: 'arm64' } });
const oci = buildImage(layers);

test("containerd's content is read directly when the daemon keeps images there", async () => {
  const root = await mkdtemp(join(base, 'root-'));
  const blobs = join(root, 'containerd/daemon/io.containerd.content.v1.content/blobs/sha256');
  await mkdir(blobs, { recursive: true });
  const index = buildIndex([arm, oci]);
  for (const blob of [...blobsOf(oci), index])
    await writeFile(join(blobs, blob.digest.slice(7)), blob.bytes);
  const info = {
    Driver: 'overlayfs',
    DockerRootDir: root,
    DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']],
  };
  const inspect = { ...inspection, Id: index.digest, Descriptor: { digest: index.digest } };
  const { host } = await daemon({
    info,
    inspect,
    save: (response) => response.end(dockerArchive(oci, [])),
  });
  const opened = await pull(host, { platform: 'linux/amd64' });
  assert.equal(opened?.subject.source, 'docker content store');
  assert.equal(opened.subject.id, oci.config.digest);
  assert.equal(opened.layers[0]?.digest, oci.layers[0]?.digest);
  assert.deepEqual(await filesOf(opened), content);
  const wanted = { platform: 'linux/s390x' };
  await assert.rejects(pull(host, wanted), coded('IMAGE_PLATFORM'));
  // A blob that was thrown away after unpacking: the daemon can put it together again.
  await rm(join(blobs, oci.layers[0]?.digest.slice(7) ?? ''));
  const saved = await pull(host, { platform: 'linux/amd64' });
  assert.deepEqual(
    saved?.notes.map(({ id }) => id),
    ['image.dockerSave.incomplete'],
  );
  assert.deepEqual(await filesOf(saved), content);
});

test('another platform than the one asked for is refused', async () => {
  const { host } = await daemon({ save });
  await assert.rejects(pull(host, { platform: 'linux/arm64' }), coded('IMAGE_PLATFORM'));
});

test('an image that the daemon does not have is undefined', async () => {
  const { host } = await daemon({});
  assert.equal(await pull(host, {}, 'team/none'), undefined);
});

for (const reference of ['../info', 'a/../../info', 'a?b', 'a b', '', 'a//b', 'a\r\nb']) {
  test(`the daemon is not asked for ${JSON.stringify(reference)}`, async () => {
    const { host, server } = await daemon({});
    await assert.rejects(pull(host, {}, reference), coded('IMAGE_NOT_AN_IMAGE'));
    assert.deepEqual(server.log, []);
  });
}

const archive = dockerArchive(image, ['team/app:1.0']);
const deaths: readonly (readonly [string, Answer, string])[] = [
  ['refuses', (r) => void r.writeHead(500).end('{"message":"no space left"}'), 'DAEMON_FAILED'],
  [
    'dies half-way',
    (r) => void r.write(archive.subarray(0, 3000), () => r.destroy()),
    'DAEMON_FAILED',
  ],
  ['stops at a third', (r) => void r.end(archive.subarray(0, 3000)), 'DAEMON_FAILED'],
  [
    'writes its error into the archive',
    (r) =>
      void r.end(Buffer.concat([archive.subarray(0, 2048), Buffer.from('{"message":"gone"}')])),
    'DAEMON_FAILED',
  ],
  [
    'sends another image',
    (r) => void r.end(dockerArchive(buildImage([[{ path: 'x' }]]), [])),
    'BLOB_DIGEST',
  ],
];

for (const [title, answer, code] of deaths) {
  test(`a daemon that ${title} while saving is ${code}, and nothing is left behind`, async () => {
    const { host } = await daemon({ save: answer });
    await assert.rejects(pull(host), (error) => coded(code)(error));
    assert.deepEqual(
      (await readdir(base)).filter((name) => name.startsWith('plimsoll-')),
      [],
    );
  });
}

test('an interrupt ends the saving', async () => {
  const { host } = await daemon({
    save: (response) => void response.write(archive.subarray(0, 3000)),
  });
  await assert.rejects(pull(host, { signal: AbortSignal.timeout(100) }), coded('IO_INTERRUPTED'));
});

for (const [title, answer] of [
  ['HTML', '<html>'],
  ['no image', '{}'],
] as const) {
  test(`something that answers with ${title} is no daemon`, async () => {
    const server = await serveLoopback((_request, response) => response.end(answer));
    open.push(server);
    await assert.rejects(pull(`tcp://${server.host}`), coded('DAEMON_FAILED'));
  });
}

test('--offline asks no daemon that is not on this machine', async () => {
  for (const host of ['tcp://127.0.0.1:9', 'tcp://daemon.example:2375', 'https://[::1]:9']) {
    const source = makeDockerSource({
      http: { request: () => Promise.reject(new Error('a connection was tried')) },
      environment: () => ({ HOME: base, DOCKER_HOST: host }),
    });
    await assert.rejects(source.open('team/app:1.0', { offline: true }), {
      code: 'NETWORK_FORBIDDEN',
    });
  }
});

test('no daemon is told with the reason', async () => {
  await assert.rejects(
    pull(`unix://${base}/none.sock`),
    coded('DAEMON_UNREACHABLE', /no such socket/),
  );
  const { host, server } = await daemon({}, true);
  await server.close();
  await assert.rejects(pull(host), coded('DAEMON_UNREACHABLE', /nothing listens/));
});

test('a daemon that says nothing is not waited for without end', async () => {
  const server = await serveLoopback(() => {});
  open.push(server);
  const pulling = pull(`tcp://${server.host}`, {}, 'team/app:1.0', client(300));
  await assert.rejects(pulling, coded('DAEMON_FAILED', /nothing arrived/));
});

async function dockerHome(context: object | string, name: string): Promise<string> {
  const home = await mkdtemp(join(base, 'home-'));
  const id = createHash('sha256').update(name).digest('hex');
  const meta = join(home, '.docker', 'contexts', 'meta', id);
  const tls = join(home, '.docker', 'contexts', 'tls', id, 'docker');
  await mkdir(meta, { recursive: true });
  await mkdir(tls, { recursive: true });
  await writeFile(
    join(meta, 'meta.json'),
    typeof context === 'string' ? context : JSON.stringify(context),
  );
  await writeFile(join(tls, 'ca.pem'), 'the authority');
  await writeFile(join(home, '.docker', 'config.json'), JSON.stringify({ currentContext: name }));
  return home;
}

const endpoints: readonly (readonly [string, Record<string, string>, object])[] = [
  [
    'a socket',
    { DOCKER_HOST: 'unix:///run/x.sock' },
    { base: 'http://docker', socketPath: '/run/x.sock' },
  ],
  ['a port', { DOCKER_HOST: 'tcp://10.0.0.1:1234' }, { base: 'http://10.0.0.1:1234' }],
  ['the default port', { DOCKER_HOST: 'tcp://10.0.0.1' }, { base: 'http://10.0.0.1:2375' }],
  ['an IPv6 address', { DOCKER_HOST: 'tcp://[::1]:1' }, { base: 'http://[::1]:1' }],
  ['https', { DOCKER_HOST: 'https://d.example' }, { base: 'https://d.example', insecure: true }],
  [
    'TLS',
    { DOCKER_HOST: 'tcp://d.example', DOCKER_TLS_VERIFY: '1' },
    { base: 'https://d.example:2376', insecure: false },
  ],
  [
    'TLS without check',
    { DOCKER_HOST: 'tcp://d.example', DOCKER_TLS: '1' },
    { base: 'https://d.example:2376', insecure: true },
  ],
];

for (const [title, environment, expected] of endpoints) {
  test(`dockerEndpoint: ${title}`, () => {
    const found = dockerEndpoint({ HOME: base, ...environment });
    assert.deepEqual({ ...found, ...expected }, found);
  });
}

test('dockerEndpoint: the current context, another by name, and DOCKER_HOST before both', async () => {
  const context = { Endpoints: { docker: { Host: 'tcp://remote.example:9999' } } };
  const HOME = await dockerHome(context, 'work');
  const found = dockerEndpoint({ HOME });
  assert.equal(found.base, 'https://remote.example:9999');
  assert.deepEqual(found.tls, { ca: 'the authority' });
  assert.equal(dockerEndpoint({ HOME, DOCKER_HOST: 'unix:///x' }).socketPath, '/x');
  assert.equal(dockerEndpoint({ HOME, DOCKER_CONTEXT: 'default' }).base, 'http://docker');
  assert.throws(() => dockerEndpoint({ HOME, DOCKER_CONTEXT: '../work' }), coded('DAEMON_ADDRESS'));
});

for (const [title, environment] of [
  ['ssh', { DOCKER_HOST: 'ssh://user@host' }],
  ['a pipe', { DOCKER_HOST: 'npipe:////./pipe/docker' }],
  ['nonsense', { DOCKER_HOST: 'nonsense' }],
  ['no host', { DOCKER_HOST: 'tcp://' }],
] as const) {
  test(`dockerEndpoint: ${title} is refused`, () => {
    assert.throws(() => dockerEndpoint({ HOME: base, ...environment }), coded('DAEMON_ADDRESS'));
  });
}

test('dockerEndpoint: a context that is no JSON is refused', async () => {
  const HOME = await dockerHome('nonsense', 'work');
  assert.throws(() => dockerEndpoint({ HOME }), coded('DAEMON_ADDRESS'));
});
