import { test } from 'node:test';
import { fuzz, fuzzInTurns } from '../../test/kit/fuzz.ts';
import { formatPlatform, normalPlatform, parsePlatform, platformFit } from '../formats/platform.ts';
import type { HttpResponse } from '../io/http.ts';
import { PlimsollError } from '../model/index.ts';
import { readDockerConfig } from './docker-config.ts';
import { dockerEngine } from './docker-engine.ts';
import { registryFailure } from './registry-failure.ts';
import { fetchToken, parseChallenges, tokenRequestOf } from './registry-token.ts';

/** The answer of a server with this body. */
function answered(status: number, body: Uint8Array): HttpResponse {
  const headers = new Map([['retry-after', Buffer.from(body).toString('latin1')]]);
  const pieces = (async function* (): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(body);
  })();
  return { status, headers, url: 'https://r.example/t', body: pieces, discard: () => undefined };
}

test('mutated logins of docker are read or refused', () => {
  const config =
    '{"auths":{"r.example":{"auth":"YTpiAAA=","identitytoken":"x"}},"credHelpers":{"a":"b"},"credsStore":"c"}';
  fuzz([Buffer.from(config)], (bytes) =>
    readDockerConfig({
      DOCKER_CONFIG: '/nowhere',
      DOCKER_AUTH_CONFIG: Buffer.from(bytes).toString(),
    }),
  );
});

test('mutated answers of a registry become errors of the house, without control characters', async () => {
  const body = '{"errors":[{"code":"DENIED","message":"no\\u001b[31m"},{"code":"X"}]}';
  await fuzzInTurns([Buffer.from(body)], async (bytes) => {
    const { message } = await registryFailure(answered(429, bytes), 'read manifest "1"');
    if (/[\u0000-\u001f\u007f-\u009f]/.test(message)) throw new Error(message);
  });
});

test('mutated tokens are sent only when they can stand in a header', async () => {
  const request = { realm: 'https://r.example/t', scope: 's', insecure: false } as const;
  await fuzzInTurns([Buffer.from('{"token":"a.b-c","expires_in":300}')], async (bytes) => {
    const http = { request: async () => Promise.resolve(answered(200, bytes)) };
    const token = await fetchToken(request, http);
    if (!/^[!-~]+$/.test(token)) throw new Error(JSON.stringify(token));
  });
});

test('mutated challenges lead nowhere but to an encrypted address', () => {
  const header = 'Bearer realm="https://r.example/t",service="r",scope="repository:a:pull"';
  fuzz([Buffer.from(header), Buffer.from(`Basic realm=x, ${header}`)], (bytes) => {
    for (const challenge of parseChallenges(Buffer.from(bytes).toString('latin1'))) {
      const registry = { base: 'https://r.example', insecure: false };
      const { realm } = tokenRequestOf(challenge, registry, 's', undefined);
      if (new URL(realm).protocol !== 'https:') throw new Error(realm);
    }
  });
});

test('mutated names of platforms are read or refused', () => {
  fuzz([Buffer.from('linux/arm64/v8'), Buffer.from('windows/amd64')], (bytes) => {
    const platform = parsePlatform(Buffer.from(bytes).toString());
    if (platform === undefined) return;
    formatPlatform(normalPlatform(platform));
    platformFit(platform, platform);
  });
});

test('mutated answers of a daemon are read or refused', async () => {
  const image =
    '{"Id":"sha256:a1","RepoTags":["a:1"],"RepoDigests":["a@sha256:b"],"Os":"linux","Architecture":"arm64","Variant":"v8","Size":5,"Descriptor":{"digest":"sha256:c"}}';
  const info =
    '{"Driver":"overlay2","DockerRootDir":"/var/lib/docker","DriverStatus":[["driver-type","io.containerd.snapshotter.v1"],["x"]]}';
  const endpoint = { name: 'test', base: 'http://d.example', insecure: false } as const;
  for (const status of [200, 500])
    await fuzzInTurns([Buffer.from(image), Buffer.from(info)], async (bytes) => {
      const request = async (): Promise<HttpResponse> => Promise.resolve(answered(status, bytes));
      const engine = dockerEngine(endpoint, { request }, undefined);
      const found = await Promise.allSettled([engine.inspect('a:1'), engine.info()]);
      for (const one of found)
        if (one.status === 'rejected') {
          if (!(one.reason instanceof PlimsollError)) throw one.reason;
          if (/[\u0000-\u001f\u007f-\u009f]/.test(one.reason.message)) throw new Error('control');
        }
    });
});
