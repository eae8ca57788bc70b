import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fakeRegistry, registryError } from '../../test/kit/fake-registry.ts';
import type { FakeRegistryOptions } from '../../test/kit/fake-registry.ts';
import { serveLoopback } from '../../test/kit/http-server.ts';
import type { LoopbackServer } from '../../test/kit/http-server.ts';
import { buildImage, buildIndex, sha256 } from '../../test/kit/oci.ts';
import type { BuildOptions, BuiltImage } from '../../test/kit/oci.ts';
import { createHttpClient } from '../io/http.ts';
import type { HttpClient } from '../io/http.ts';
import { PlimsollError } from '../model/index.ts';
import type { OpenImage, OpenOptions } from './contract.ts';
import { httpLayerChunks } from './layer-http.ts';
import { makeRegistrySource } from './registry.ts';
import { walkLayer } from './walk.ts';

const open: { close: () => unknown }[] = [];
const folder = await mkdtemp(join(tmpdir(), 'plimsoll-'));
after(async () => {
  for (const thing of open) await thing.close();
  await rm(folder, { recursive: true });
});

function client(idle: number): HttpClient {
  const timing = { now: () => 0, random: () => 0, sleep: () => Promise.resolve() };
  const made = createHttpClient({ environment: {}, idle, timing });
  open.push(made);
  return made;
}

const http: HttpClient = client(60_000);
/** For servers that fall silent: others may be slow on a busy machine. */
const impatient: HttpClient = client(300);

async function registry(options: FakeRegistryOptions): Promise<LoopbackServer> {
  const server = await fakeRegistry(options);
  open.push(server);
  return server;
}

function pull(
  reference: string,
  options: OpenOptions = {},
  environment: Readonly<Record<string, string>> = {},
  by: HttpClient = http,
): Promise<OpenImage | undefined> {
  const variables = { HOME: folder, ...environment };
  return makeRegistrySource({ http: by, environment: () => variables }).open(reference, options);
}

async function bytesOf(image: OpenImage | undefined, by: HttpClient = http): Promise<Buffer> {
  const bytes = image?.layers[0]?.bytes;
  assert.equal(bytes?.kind, 'http');
  const chunks: Uint8Array[] = [];
  for await (const chunk of httpLayerChunks(bytes, { http: by }))
    chunks.push(Uint8Array.from(chunk));
  return Buffer.concat(chunks);
}

function coded(code: string, words?: RegExp): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof PlimsollError, String(error));
    assert.equal(error.code, code, error.message);
    if (words !== undefined) assert.match(error.message, words);
    return true;
  };
}

const image = buildImage(
  [[{ path: 'etc/a', content: 'one' }], [{ path: 'etc/b', content: 'two' }]],
  {
    history: ['ADD base', '#ENV A=1', 'COPY b'],
  },
);
const arm = buildImage([[{ path: 'etc/arm' }]], {
  platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
});

for (const flavour of ['oci', 'docker'] as const) {
  for (const compression of ['gzip', 'zstd', 'none'] as const) {
    test(`opens ${flavour} manifests with ${compression} layers, lazily`, async () => {
      const options: BuildOptions = { flavour, compression };
      const built = buildImage([[{ path: 'etc/a', content: 'one' }]], options);
      const server = await registry({ images: [built], tags: { '1.0': built.manifest } });
      const opened = await pull(`${server.host}/team/app:1.0`);
      assert.equal(opened?.subject.id, built.config.digest);
      assert.equal(opened.subject.manifestDigest, built.manifest.digest);
      assert.deepEqual(opened.subject.tags, [`${server.host}/team/app:1.0`]);
      assert.deepEqual(opened.subject.digests, [
        `${server.host}/team/app@${built.manifest.digest}`,
      ]);
      assert.equal(server.log.length, 2, 'a manifest and a configuration');
      assert.equal(sha256(await bytesOf(opened)), built.layers[0]?.digest);
    });
  }
}

test('layers carry digest, diff id, size and the history entry that made them', async () => {
  const server = await registry({ images: [image], tags: { latest: image.manifest } });
  const opened = await pull(`${server.host}/app`);
  const { digest, diffId, size, history } = opened?.layers[1] ?? {};
  const built = image.layers[1];
  assert.deepEqual([digest, diffId, size], [built?.digest, built?.diffId, built?.size]);
  assert.deepEqual(history, { index: 2, createdBy: 'COPY b' });
});

for (const flavour of ['oci', 'docker'] as const) {
  test(`chooses the platform from an ${flavour} index`, async () => {
    const index = buildIndex([image, arm], {
      flavour,
      extra: [
        {
          mediaType: 'application/vnd.oci.image.manifest.v1+json',
          digest: sha256('x'),
          size: 1,
          platform: { os: 'unknown', architecture: 'unknown' },
        },
      ],
    });
    const server = await registry({ images: [image, arm], tags: { latest: index } });
    const name = `${server.host}/app`;
    const opened = await pull(name, { platform: 'linux/arm64' });
    assert.equal(opened?.subject.id, arm.config.digest);
    assert.deepEqual(opened.subject.digests, [`${name}@${index.digest}`]);
    const wanted = { platform: 'linux/s390x' };
    await assert.rejects(
      pull(name, wanted),
      coded('IMAGE_PLATFORM', /linux\/amd64, linux\/arm64\/v8/),
    );
    await assert.rejects(pull(name, { platform: '///' }), coded('IMAGE_PLATFORM'));
  });
}

test('a single manifest of another platform is refused when a platform was asked for', async () => {
  const server = await registry({ images: [arm], tags: { latest: arm.manifest } });
  const name = `${server.host}/app`;
  assert.equal((await pull(name))?.subject.architecture, 'arm64');
  await assert.rejects(pull(name, { platform: 'linux/amd64' }), coded('IMAGE_PLATFORM'));
});

test('a reference by digest is compared with the digest', async () => {
  const server = await registry({
    images: [image],
    tags: { latest: image.manifest },
    before: (request, response) => {
      if (!(request.url ?? '').endsWith(arm.manifest.digest)) return false;
      response.end(image.manifest.bytes);
      return true;
    },
  });
  const opened = await pull(`${server.host}/app@${image.manifest.digest}`);
  assert.equal(opened?.subject.id, image.config.digest);
  const lying = pull(`${server.host}/app@${arm.manifest.digest}`);
  await assert.rejects(lying, coded('BLOB_DIGEST'));
});

test('what the registry does not have is undefined, not an error', async () => {
  const server = await registry({ images: [image], tags: { latest: image.manifest } });
  assert.equal(await pull(`${server.host}/app:none`), undefined);
  assert.equal(await pull(`${server.host}/app@${sha256('nothing')}`), undefined);
});

type Answer = (response: ServerResponse, request: IncomingMessage, base: string) => void;

const failures: readonly (readonly [string, Answer, string])[] = [
  ['401 without challenge', (r) => registryError(r, 401, 'UNAUTHORIZED'), 'REGISTRY_UNAUTHORIZED'],
  ['403', (r) => registryError(r, 403, 'DENIED'), 'REGISTRY_FORBIDDEN'],
  [
    '429 to the end',
    (r) => registryError(r, 429, 'TOOMANYREQUESTS', { 'retry-after': '1' }),
    'REGISTRY_RATE_LIMITED',
  ],
  ['500', (r) => registryError(r, 500, 'UNKNOWN'), 'REGISTRY_FAILED'],
  ['503 to the end', (r) => void r.writeHead(503).end(), 'REGISTRY_FAILED'],
  [
    'a web page with 200',
    (r) => void r.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    'REGISTRY_NOT_A_REGISTRY',
  ],
  [
    'a web page with 404',
    (r) => void r.writeHead(404, { 'content-type': 'text/html' }).end('<html>'),
    'REGISTRY_NOT_A_REGISTRY',
  ],
  ['a web page in disguise', (r) => void r.end('<html>'), 'OCI_INVALID'],
  ['schema 1', (r) => void r.end('{"schemaVersion":1}'), 'OCI_SCHEMA1'],
  ['an endless manifest', (r) => void r.end(Buffer.alloc(5_000_000, 32)), 'LIMIT_MANIFEST_BYTES'],
  ['silence', () => {}, 'HTTP_TIMEOUT'],
  [
    'half a manifest',
    (r) => void r.writeHead(200, { 'content-length': '100' }).write('{'),
    'HTTP_TIMEOUT',
  ],
  ['a broken connection', (_r, request) => void request.socket.destroy(), 'HTTP_INTERRUPTED'],
  [
    'redirects in circles',
    (r, request) => void r.writeHead(307, { location: request.url }).end(),
    'LIMIT_HTTP_REDIRECTS',
  ],
  [
    'another digest than it says',
    (r) => {
      r.setHeader('docker-content-digest', sha256('other'));
      r.end(image.manifest.bytes);
    },
    'BLOB_DIGEST',
  ],
  [
    'a challenge for plain text of a file',
    (r) => registryError(r, 401, 'U', { 'www-authenticate': 'Bearer realm="file:///etc/passwd"' }),
    'REGISTRY_UNAUTHORIZED',
  ],
  [
    'a challenge that nobody knows',
    (r) => registryError(r, 401, 'U', { 'www-authenticate': 'Negotiate' }),
    'REGISTRY_UNAUTHORIZED',
  ],
];

for (const [title, answer, code] of failures) {
  test(`a registry that answers ${title} is ${code}`, async () => {
    const server = await registry({
      before: (request, response, base) => {
        answer(response, request, base);
        return true;
      },
    });
    const by = code === 'HTTP_TIMEOUT' ? impatient : http;
    await assert.rejects(pull(`${server.host}/app`, {}, {}, by), coded(code));
  });
}

test('a lie about a nested document is found', async () => {
  const index = buildIndex([image]);
  const cases: readonly (readonly [string, Uint8Array, string])[] = [
    [
      image.manifest.digest,
      Buffer.from(String(image.manifest.bytes).replace('{', '{ ')),
      'BLOB_SIZE',
    ],
    [image.manifest.digest, Buffer.alloc(image.manifest.size, 32), 'BLOB_DIGEST'],
    [image.config.digest, Buffer.alloc(image.config.size, 32), 'BLOB_DIGEST'],
    [image.config.digest, image.config.bytes.subarray(1), 'BLOB_SIZE'],
  ];
  for (const [digest, bytes, code] of cases) {
    const server = await registry({
      images: [image],
      tags: { latest: index },
      before: (request, response) => {
        if (!(request.url ?? '').endsWith(digest)) return false;
        response.end(bytes);
        return true;
      },
    });
    const opening = pull(`${server.host}/app`, { platform: 'linux/amd64' });
    await assert.rejects(opening, coded(code));
  }
});

test('a configuration that is missing, or lists other layers, is refused', async () => {
  const odd = buildImage([[{ path: 'a' }]], { config: { rootfs: { diff_ids: [] } } });
  const server = await registry({
    images: [odd, { ...image, config: odd.config }],
    tags: { odd: odd.manifest, lost: image.manifest },
  });
  await assert.rejects(pull(`${server.host}/app:odd`), coded('IMAGE_INVALID'));
  await assert.rejects(pull(`${server.host}/app:lost`), coded('BLOB_MISSING'));
});

test('artifacts that are no images, and layers that are no archives, are refused', async () => {
  const retyped = (from: string, to: string): BuiltImage => {
    const bytes = Buffer.from(String(image.manifest.bytes).replaceAll(from, to));
    const manifest = { ...image.manifest, bytes, size: bytes.length, digest: sha256(bytes) };
    return { ...image, manifest };
  };
  const chart = retyped('vnd.oci.image.config.v1+json', 'vnd.cncf.helm.config.v1+json');
  const wasm = retyped('vnd.oci.image.layer.v1.tar+gzip', 'vnd.wasm.content.layer.v1+wasm');
  const server = await registry({
    images: [chart, wasm],
    tags: { chart: chart.manifest, wasm: wasm.manifest },
  });
  await assert.rejects(pull(`${server.host}/app:chart`), coded('IMAGE_MEDIA_TYPE', /helm/));
  await assert.rejects(pull(`${server.host}/app:wasm`), coded('IMAGE_MEDIA_TYPE', /wasm/));
});

test('indexes may nest twice, but not without end', async () => {
  const nested = [buildIndex([image])];
  for (let depth = 1; depth < 6; depth += 1) {
    const { mediaType, digest, size } = nested[0] ?? image.manifest;
    const platform = { os: 'linux', architecture: 'amd64' };
    nested.unshift(buildIndex([], { extra: [{ mediaType, digest, size, platform }] }));
  }
  const tags = Object.fromEntries(
    nested.map((index, at) => [`depth-${nested.length - at}`, index]),
  );
  const server = await registry({ images: [image], tags });
  const amd64 = { platform: 'linux/amd64' };
  const opened = await pull(`${server.host}/app:depth-2`, amd64);
  assert.equal(opened?.subject.id, image.config.digest);
  await assert.rejects(pull(`${server.host}/app:depth-6`, amd64), coded('LIMIT_INDEX_DEPTH'));
});

interface TokenServer {
  readonly options: FakeRegistryOptions;
  readonly asked: { url: URL; authorization: string | undefined; body: string }[];
}

/** A registry that wants bearer tokens; tokens run out when `expire` says so. */
function tokenRegistry(
  grant: (authorization: string | undefined, body: string) => string | undefined,
): TokenServer {
  const asked: TokenServer['asked'] = [];
  return {
    asked,
    options: {
      images: [image],
      tags: { latest: image.manifest },
      before: (request, response, base) => {
        const url = new URL(request.url ?? '', base);
        const { authorization } = request.headers;
        if (url.pathname === '/token') {
          let body = '';
          request.on('data', (chunk) => (body += String(chunk)));
          request.on('end', () => {
            asked.push({ url, authorization, body });
            const token = grant(authorization, body);
            if (token === undefined) registryError(response, 401, 'UNAUTHORIZED');
            else response.end(JSON.stringify({ token }));
          });
          return true;
        }
        if (authorization === 'Bearer good') return false;
        const challenge = `Bearer realm="${base}/token",service="the registry",scope="ignored"`;
        registryError(response, 401, 'UNAUTHORIZED', { 'www-authenticate': challenge });
        return true;
      },
    },
  };
}

test('an anonymous token is fetched for pulling this repository only', async () => {
  const tokens = tokenRegistry(() => 'good');
  const server = await registry(tokens.options);
  const opened = await pull(`${server.host}/team/app`);
  assert.equal(opened?.subject.id, image.config.digest);
  assert.equal(tokens.asked.length, 1);
  assert.equal(tokens.asked[0]?.url.searchParams.get('scope'), 'repository:team/app:pull');
  assert.equal(tokens.asked[0].url.searchParams.get('service'), 'the registry');
  assert.equal(tokens.asked[0].authorization, undefined);
  assert.equal(sha256(await bytesOf(opened)), image.layers[0]?.digest);
  assert.equal(tokens.asked.length, 1, 'the layer uses the same token');
});

test('a token that ran out before a layer is read is renewed', async () => {
  const tokens = tokenRegistry(() => 'good');
  const server = await registry(tokens.options);
  const opened = await pull(`${server.host}/app`);
  const bytes = opened?.layers[0]?.bytes;
  assert.ok(bytes?.kind === 'http');
  const stale = { ...bytes, headers: { authorization: 'Bearer old' } };
  let total = 0;
  for await (const chunk of httpLayerChunks(stale, { http })) total += chunk.length;
  assert.equal(total, image.layers[0]?.size);
  assert.equal(tokens.asked.length, 2);
});

async function dockerConfig(content: unknown): Promise<Record<string, string>> {
  const path = await mkdtemp(join(folder, 'config-'));
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  await writeFile(join(path, 'config.json'), text);
  return { DOCKER_CONFIG: path, PATH: `${path}:${process.env['PATH'] ?? ''}` };
}

const basic = `Basic ${Buffer.from('user:pass:word').toString('base64')}`;
const auth = Buffer.from('user:pass:word').toString('base64');

test('a login of config.json is sent to the token server, and to nobody else', async () => {
  const tokens = tokenRegistry((authorization) => (authorization === basic ? 'good' : undefined));
  const server = await registry(tokens.options);
  const environment = await dockerConfig({ auths: { [server.host]: { auth } } });
  assert.ok(await pull(`${server.host}/app`, {}, environment));
  assert.equal(tokens.asked[0]?.url.searchParams.get('account'), 'user');
  const other = await dockerConfig({ auths: { 'other.example': { auth } } });
  await assert.rejects(pull(`${server.host}/app`, {}, other), coded('REGISTRY_UNAUTHORIZED'));
  assert.equal(tokens.asked.at(-1)?.authorization, undefined);
});

for (const [title, auths] of [
  ['whole addresses as keys', (host: string) => ({ [`http://${host}/v1/`]: { auth } })],
  [
    'username and password in the clear',
    (host: string) => ({ [host]: { username: 'user', password: 'pass:word' } }),
  ],
] as const) {
  test(`config.json with ${title} is understood`, async () => {
    const tokens = tokenRegistry((authorization) => (authorization === basic ? 'good' : undefined));
    const server = await registry(tokens.options);
    const environment = await dockerConfig({ auths: auths(server.host) });
    assert.ok(await pull(`${server.host}/app`, {}, environment));
  });
}

test('DOCKER_AUTH_CONFIG holds logins too', async () => {
  const tokens = tokenRegistry((authorization) => (authorization === basic ? 'good' : undefined));
  const server = await registry(tokens.options);
  const DOCKER_AUTH_CONFIG = JSON.stringify({ auths: { [server.host]: { auth } } });
  assert.ok(await pull(`${server.host}/app`, {}, { DOCKER_AUTH_CONFIG }));
});

test('an identity token is exchanged by POST', async () => {
  const tokens = tokenRegistry((_authorization, body) =>
    new URLSearchParams(body).get('refresh_token') === 'r&t' ? 'good' : undefined,
  );
  const server = await registry(tokens.options);
  const auths = { [server.host]: { auth: '', identitytoken: 'r&t' } };
  assert.ok(await pull(`${server.host}/app`, {}, await dockerConfig({ auths })));
  assert.match(tokens.asked[0]?.body ?? '', /grant_type=refresh_token/);
});

test('a registry token is sent as it is', async () => {
  const tokens = tokenRegistry(() => undefined);
  const server = await registry(tokens.options);
  const auths = { [server.host]: { registrytoken: 'good' } };
  assert.ok(await pull(`${server.host}/app`, {}, await dockerConfig({ auths })));
  assert.equal(tokens.asked.length, 0);
});

/** Writes a credential helper that answers with `script`. */
async function helper(environment: Record<string, string>, script: string): Promise<void> {
  const path = join(environment['DOCKER_CONFIG'] ?? '', 'docker-credential-test');
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
}

for (const [title, config, script, works] of [
  [
    'credHelpers',
    'helpers',
    'read key; echo "{\\"Username\\":\\"user\\",\\"Secret\\":\\"pass:word\\"}"',
    true,
  ],
  ['credsStore', 'store', 'echo "{\\"Username\\":\\"user\\",\\"Secret\\":\\"pass:word\\"}"', true],
  [
    'a helper that asks for another registry',
    'others',
    'echo "{\\"Username\\":\\"user\\",\\"Secret\\":\\"pass:word\\"}"',
    false,
  ],
  [
    'a helper without a login',
    'store',
    'echo "credentials not found in native keychain"; exit 1',
    false,
  ],
  ['a helper that babbles', 'store', 'echo "not json"', false],
  ['a helper that writes without end', 'store', 'exec cat /dev/zero', false],
  ['a helper that is not there', 'missing', '', false],
  ['a helper with a path for a name', 'path', '', false],
] as const) {
  test(`credentials: ${title} ${works ? 'logs in' : 'is told with the refusal'}`, async () => {
    const tokens = tokenRegistry((authorization) => (authorization === basic ? 'good' : undefined));
    const server = await registry(tokens.options);
    const environment = await dockerConfig(
      {
        helpers: { credHelpers: { [server.host]: 'test' } },
        others: { credHelpers: { 'other.example': 'test' } },
        store: { credsStore: 'test' },
        missing: { credsStore: 'nowhere-to-be-found' },
        path: { credsStore: '../../bin/evil' },
      }[config],
    );
    await helper(environment, script);
    const pulling = pull(`${server.host}/app`, {}, environment);
    if (works) assert.ok(await pulling);
    else await assert.rejects(pulling, coded('REGISTRY_UNAUTHORIZED'));
  });
}

test('a login beside a helper that has none is used', async () => {
  const tokens = tokenRegistry((authorization) => (authorization === basic ? 'good' : undefined));
  const server = await registry(tokens.options);
  const environment = await dockerConfig({
    credsStore: 'none',
    auths: { [server.host]: { auth } },
  });
  assert.ok(await pull(`${server.host}/app`, {}, environment));
});

test('a config.json that is not JSON is told without quoting it', async () => {
  const tokens = tokenRegistry(() => 'good');
  const server = await registry(tokens.options);
  const environment = await dockerConfig('{"auths":{"x":{"auth":"c2VjcmV0OnNlY3JldA=="}}');
  const refused = pull(`${server.host}/app`, {}, environment);
  await assert.rejects(
    refused,
    (error) => coded('DOCKER_CONFIG_INVALID')(error) && !String(error).includes('c2Vj'),
  );
});

for (const [title, answer] of [
  ['HTML', '<html>'],
  ['no token', '{}'],
  ['a token with a line break', '{"token":"a\\r\\nx: y"}'],
] as const) {
  test(`a token server that answers ${title} is no token server`, async () => {
    const server = await registry({
      before: (request, response, base) => {
        if (request.url?.startsWith('/token') === true) response.end(answer);
        else
          registryError(response, 401, 'U', { 'www-authenticate': `Bearer realm="${base}/token"` });
        return true;
      },
    });
    await assert.rejects(pull(`${server.host}/app`), coded('REGISTRY_NOT_A_REGISTRY'));
  });
}

test('basic authentication is used where the registry asks for it', async () => {
  const server = await registry({
    images: [image],
    tags: { latest: image.manifest },
    before: (request, response) => {
      if (request.headers.authorization === basic) return false;
      registryError(response, 401, 'UNAUTHORIZED', {
        'www-authenticate': 'Basic realm="a, b=\\"c\\""',
      });
      return true;
    },
  });
  const environment = await dockerConfig({ auths: { [server.host]: { auth } } });
  const opened = await pull(`${server.host}/app`, {}, environment);
  assert.equal(sha256(await bytesOf(opened)), image.layers[0]?.digest);
  await assert.rejects(pull(`${server.host}/app`), coded('REGISTRY_UNAUTHORIZED'));
});

test('blobs that are kept elsewhere are followed there without credentials', async () => {
  const seen: (string | undefined)[] = [];
  const store = await serveLoopback((request, response) => {
    seen.push(request.headers.authorization);
    const blob = [...image.layers, image.config].find(
      ({ digest }) => request.url === `/${digest}?sig=1`,
    );
    response.end(blob?.bytes);
  });
  open.push(store);
  const tokens = tokenRegistry(() => 'good');
  const server = await registry({
    ...tokens.options,
    before: (request, response, base) => {
      if (tokens.options.before?.(request, response, base) === true) return true;
      const digest = /blobs\/(.*)/.exec(request.url ?? '')?.[1];
      if (digest === undefined) return false;
      response.writeHead(307, { location: `${store.url}/${digest}?sig=1` }).end();
      return true;
    },
  });
  const opened = await pull(`${server.host}/app`);
  assert.equal(sha256(await bytesOf(opened)), image.layers[0]?.digest);
  assert.deepEqual(seen, [undefined, undefined]);
});

test('mirrors are asked first, in order, and told', async () => {
  const broken = await registry({
    before: (_request, response) => (registryError(response, 500, 'X'), true),
  });
  const empty = await registry({});
  const mirror = await registry({ images: [image], tags: { '1': image.manifest } });
  const registryMirrors = new Map([
    ['registry.invalid', [broken.host, empty.url, mirror.host]],
    ['other.invalid', ['no host at all/']],
  ]);
  const opened = await pull('registry.invalid/team/app:1', { registryMirrors });
  assert.deepEqual(opened?.subject.tags, ['registry.invalid/team/app:1']);
  assert.deepEqual(
    opened.notes.map(({ id }) => id),
    ['image.mirrorFailed', 'image.mirror'],
  );
  assert.equal(sha256(await bytesOf(opened)), image.layers[0]?.digest);
  const bad = pull('other.invalid/app', { registryMirrors });
  await assert.rejects(bad, coded('REGISTRY_MIRROR_INVALID'));
});

const layerLies: readonly (readonly [string, Answer, string])[] = [
  ['is missing', (r) => registryError(r, 404, 'BLOB_UNKNOWN'), 'BLOB_MISSING'],
  ['is forbidden', (r) => registryError(r, 403, 'DENIED'), 'REGISTRY_FORBIDDEN'],
  ['is shorter than announced', (r) => void r.end(image.layers[0]?.bytes.subarray(1)), 'BLOB_SIZE'],
  ['is longer than announced', (r) => void r.end(Buffer.alloc(100_000)), 'BLOB_SIZE'],
  [
    'stops within',
    (r) => void r.writeHead(200, { 'content-length': String(image.layers[0]?.size) }).write('x'),
    'HTTP_TIMEOUT',
  ],
  [
    'always breaks',
    (r) => void r.writeHead(200, { 'content-length': '99' }).write('x', () => r.destroy()),
    'HTTP_INTERRUPTED',
  ],
];

for (const [title, answer, code] of layerLies) {
  test(`a layer that ${title} is ${code}`, async () => {
    const digest = image.layers[0]?.digest ?? '';
    const server = await registry({
      images: [image],
      tags: { latest: image.manifest },
      before: (request, response, base) => {
        if (!(request.url ?? '').endsWith(digest)) return false;
        answer(response, request, base);
        return true;
      },
    });
    const opened = await pull(`${server.host}/app`);
    const by = code === 'HTTP_TIMEOUT' ? impatient : http;
    await assert.rejects(bytesOf(opened, by), coded(code));
  });
}

test('walkLayer reads layers of a registry and compares them with their digest', async () => {
  const [first, second] = image.layers;
  assert.ok(first !== undefined && second !== undefined);
  const server = await registry({
    images: [image],
    tags: { latest: image.manifest },
    before: (request, response) => {
      if (!(request.url ?? '').endsWith(second.digest)) return false;
      response.end(Buffer.alloc(second.size, 1));
      return true;
    },
  });
  const opened = await pull(`${server.host}/app`);
  const files = new Map<string, string>();
  const visitor = {
    wants: () => true,
    file: (path: string, _stat: unknown, bytes: Uint8Array) => {
      files.set(path, Buffer.from(bytes).toString());
    },
  };
  const [honest, lying] = opened?.layers ?? [];
  assert.ok(honest !== undefined && lying !== undefined);
  const facts = await walkLayer(honest, visitor);
  assert.equal(facts.digest, first.digest);
  assert.deepEqual([...files], [['etc/a', 'one']]);
  await assert.rejects(walkLayer(lying, visitor), coded('BLOB_DIGEST'));
});

test('a layer whose connection breaks once is completed', async () => {
  const digest = image.layers[0]?.digest ?? '';
  let breaks = 0;
  const server = await registry({
    images: [image],
    tags: { latest: image.manifest },
    before: (request, response) => {
      if (!(request.url ?? '').endsWith(digest) || breaks > 0) return false;
      breaks += 1;
      response.writeHead(200, { 'content-length': String(image.layers[0]?.size) });
      response.write(image.layers[0]?.bytes.subarray(0, 40), () => response.destroy());
      return true;
    },
  });
  const opened = await pull(`${server.host}/app`);
  assert.equal(sha256(await bytesOf(opened)), digest);
});

test('an interrupt ends the opening', async () => {
  const server = await registry({ before: () => true });
  const signal = AbortSignal.timeout(50);
  await assert.rejects(pull(`${server.host}/app`, { signal }), coded('IO_INTERRUPTED'));
});
