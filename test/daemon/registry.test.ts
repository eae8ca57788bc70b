import assert from 'node:assert/strict';
import { createHash, createPrivateKey, randomUUID, sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { OpenImage, OpenOptions } from '../../src/image/contract.ts';
import { httpLayerChunks } from '../../src/image/layer-http.ts';
import { makeRegistrySource } from '../../src/image/registry.ts';
import { walkChunks } from '../../src/image/walk.ts';
import { createHttpClient } from '../../src/io/http.ts';
import { PlimsollError } from '../../src/model/index.ts';
import { selfSigned } from '../kit/certificate.ts';
import type { TestCertificate } from '../kit/certificate.ts';
import { needsDaemon, startRegistry } from '../kit/daemon.ts';
import type { RunningRegistry } from '../kit/daemon.ts';
import { serveLoopback } from '../kit/http-server.ts';
import { buildImage, buildIndex, pushImage } from '../kit/oci.ts';
import type { BuiltImage } from '../kit/oci.ts';

const guard = needsDaemon('docker-registry');
const open: (() => unknown)[] = [];
const home = await mkdtemp(join(tmpdir(), 'plimsoll-'));
after(async () => {
  for (const close of open) await close();
  await rm(home, { recursive: true });
});

async function registry(
  options: Parameters<typeof startRegistry>[0] = {},
): Promise<RunningRegistry> {
  const running = await startRegistry(options);
  open.push(running.stop);
  return running;
}

/** Pulls with an environment of its own and walks every layer: paths with their content. */
async function pull(
  reference: string,
  options: OpenOptions = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<{ image: OpenImage; files: Map<string, string> } | undefined> {
  const variables = { HOME: home, ...environment };
  const http = createHttpClient({ environment: variables });
  try {
    const image = await makeRegistrySource({ http, environment: () => variables }).open(
      reference,
      options,
    );
    if (image === undefined) return undefined;
    const files = new Map<string, string>();
    for (const layer of image.layers) {
      assert.ok(layer.bytes.kind === 'http');
      await walkChunks(httpLayerChunks(layer.bytes, { http }), layer, {
        wants: () => true,
        file: (path, _stat, bytes) => files.set(path, Buffer.from(bytes).toString()),
      });
    }
    return { image, files };
  } finally {
    http.close();
  }
}

function coded(code: string): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof PlimsollError, String(error));
    assert.equal(error.code, code, error.message);
    return true;
  };
}

const big = createHash('sha512').update('big').digest('hex').repeat(8000);
const contents = [[{ path: 'etc/a', content: 'one' }], [{ path: 'big', content: big }]];
const image = buildImage(contents);

async function pushTo(running: RunningRegistry, built: BuiltImage, headers = {}): Promise<void> {
  const target = { registry: running.url, repository: 'team/app', headers };
  await pushImage(target, [built], { '1.0': built.manifest });
}

test('docker-registry: images in every form are pulled and verified', guard, async () => {
  const running = await registry();
  for (const flavour of ['oci', 'docker'] as const) {
    for (const compression of ['gzip', 'zstd', 'none'] as const) {
      const built = buildImage(contents, { flavour, compression });
      await pushTo(running, built);
      const pulled = await pull(`${running.host}/team/app:1.0`);
      assert.equal(pulled?.image.subject.id, built.config.digest);
      assert.deepEqual(
        [...pulled.files],
        [
          ['etc/a', 'one'],
          ['big', big],
        ],
      );
      const pinned = await pull(`${running.host}/team/app@${built.manifest.digest}`);
      assert.equal(pinned?.image.subject.id, built.config.digest);
    }
  }
  assert.equal(await pull(`${running.host}/team/app:none`), undefined);
  assert.equal(await pull(`${running.host}/team/none`), undefined);
});

test('docker-registry: an index gives the platform asked for', guard, async () => {
  const running = await registry();
  const arm = buildImage([[{ path: 'arm', content: '64' }]], {
    platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
  });
  for (const flavour of ['oci', 'docker'] as const) {
    const index = buildIndex([image, arm], { flavour });
    const target = { registry: running.url, repository: 'multi' };
    await pushImage(target, [image, arm], { latest: index });
    const pulled = await pull(`${running.host}/multi`, { platform: 'linux/arm64' });
    assert.deepEqual([...(pulled?.files ?? [])], [['arm', '64']]);
    assert.deepEqual(pulled?.image.subject.digests, [`${running.host}/multi@${index.digest}`]);
    const absent = pull(`${running.host}/multi`, { platform: 'linux/s390x' });
    await assert.rejects(absent, coded('IMAGE_PLATFORM'));
  }
});

test('docker-registry: basic authentication with a login of config.json', guard, async () => {
  // bcrypt of "pass:word", the only form that the registry reads.
  const htpasswd = 'user:$2b$04$rSFZACpiyoPYhSGj1kkPtuS/UAtLQirjj54vc9hvCZw0xCxamJ3m6\n';
  const running = await registry({
    auth: (folder) => ({ htpasswd: { realm: 'test', path: join(folder, 'htpasswd') } }),
    files: { htpasswd },
  });
  const login = (password: string): string => Buffer.from(`user:${password}`).toString('base64');
  await pushTo(running, image, { authorization: `Basic ${login('pass:word')}` });
  const reference = `${running.host}/team/app:1.0`;
  const config = (password: string): Record<string, string> => ({
    DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [running.host]: { auth: login(password) } } }),
  });
  const pulled = await pull(reference, {}, config('pass:word'));
  assert.equal(pulled?.files.get('etc/a'), 'one');
  await assert.rejects(pull(reference), coded('REGISTRY_UNAUTHORIZED'));
  await assert.rejects(pull(reference, {}, config('wrong')), coded('REGISTRY_UNAUTHORIZED'));
});

/** A token as the distribution project defines it (docs/spec/auth/jwt.md), signed by `signer`. */
function bearerToken(
  signer: TestCertificate,
  repository: string,
  actions: readonly string[],
): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const head = part({ typ: 'JWT', alg: 'ES256', x5c: [signer.der.toString('base64')] });
  const body = part({
    iss: 'plimsoll test',
    sub: 'user',
    aud: 'test registry',
    exp: now + 300,
    nbf: now - 60,
    iat: now,
    jti: randomUUID(),
    access: [{ type: 'repository', name: repository, actions }],
  });
  const key = { key: createPrivateKey(signer.key), dsaEncoding: 'ieee-p1363' } as const;
  return `${head}.${body}.${sign('sha256', Buffer.from(`${head}.${body}`), key).toString('base64url')}`;
}

test('docker-registry: tokens of a server of ours, anonymous and with a login', guard, async () => {
  const signer = selfSigned();
  const asked: string[] = [];
  const tokens = await serveLoopback((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    const [, repository = '', actions = ''] =
      /^repository:(.*):(.*)$/.exec(url.searchParams.get('scope') ?? '') ?? [];
    const known = request.headers.authorization !== undefined;
    asked.push(
      `${known ? 'user' : 'anybody'} ${url.searchParams.get('service')} ${repository} ${actions}`,
    );
    const allowed = known || repository.startsWith('public/') ? actions.split(',') : [];
    response.end(JSON.stringify({ token: bearerToken(signer, repository, allowed) }));
  });
  open.push(tokens.close);
  const running = await registry({
    auth: (folder) => ({
      token: {
        realm: `${tokens.url}/token`,
        service: 'test registry',
        issuer: 'plimsoll test',
        rootcertbundle: join(folder, 'root.pem'),
      },
    }),
    files: { 'root.pem': signer.cert },
  });
  for (const repository of ['public/app', 'secret/app']) {
    const push = bearerToken(signer, repository, ['pull', 'push']);
    const target = {
      registry: running.url,
      repository,
      headers: { authorization: `Bearer ${push}` },
    };
    await pushImage(target, [image], { latest: image.manifest });
  }
  const open1 = await pull(`${running.host}/public/app`);
  assert.equal(open1?.files.get('etc/a'), 'one');
  assert.deepEqual(asked, ['anybody test registry public/app pull']);
  await assert.rejects(pull(`${running.host}/secret/app`), coded('REGISTRY_UNAUTHORIZED'));
  const auth = Buffer.from('user:word').toString('base64');
  const DOCKER_AUTH_CONFIG = JSON.stringify({ auths: { [running.host]: { auth } } });
  const known = await pull(`${running.host}/secret/app`, {}, { DOCKER_AUTH_CONFIG });
  assert.equal(known?.image.subject.id, image.config.digest);
});

test('docker-registry: TLS by SSL_CERT_FILE or --insecure, and not otherwise', guard, async () => {
  const { cert, key } = selfSigned();
  const running = await registry({
    tls: (folder) => ({ certificate: join(folder, 'cert.pem'), key: join(folder, 'key.pem') }),
    files: { 'cert.pem': cert, 'key.pem': key },
  });
  const bundle = join(home, 'bundle.pem');
  await writeFile(bundle, cert);
  const reference = `${running.host}/team/app:1.0`;
  // Nothing was pushed: that the registry says so is all that is wanted here.
  assert.equal(await pull(reference, {}, { SSL_CERT_FILE: bundle }), undefined);
  assert.equal(await pull(reference, { insecure: true }), undefined);
  await assert.rejects(pull(reference), coded('HTTP_TLS'));
});

test('docker-registry: one that is stopped within a layer ends the walk', guard, async () => {
  const running = await registry();
  await pushTo(running, image);
  const http = createHttpClient({
    environment: {},
    timing: { now: () => 0, random: () => 0, sleep: () => Promise.resolve() },
  });
  const source = makeRegistrySource({ http, environment: () => ({ HOME: home }) });
  const opened = await source.open(`${running.host}/team/app:1.0`, {});
  const bytes = opened?.layers[1]?.bytes;
  assert.ok(bytes?.kind === 'http');
  await running.stop();
  http.close();
  const reading = async (): Promise<void> => {
    for await (const chunk of httpLayerChunks(bytes, { http })) assert.ok(chunk.length > 0);
  };
  await assert.rejects(reading(), coded('HTTP_UNREACHABLE'));
});
