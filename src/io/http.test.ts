import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { selfSigned } from '../../test/kit/certificate.ts';
import { serveLoopback } from '../../test/kit/http-server.ts';
import type { LoopbackServer } from '../../test/kit/http-server.ts';
import { LimitError } from '../model/index.ts';
import { IoError } from './errors.ts';
import { createHttpClient, readAll, readErrorText, shownUrl } from './http.ts';
import type { HttpClient, HttpRequest } from './http.ts';

interface Scene {
  readonly client: HttpClient;
  readonly sleeps: number[];
  readonly server: LoopbackServer;
  readonly text: (path: string, request?: Partial<HttpRequest>) => Promise<string>;
}

const open: { close: () => unknown }[] = [];
after(async () => {
  for (const thing of open) await thing.close();
});

async function scene(handle: RequestListener, idle = 5000): Promise<Scene> {
  const sleeps: number[] = [];
  const client = createHttpClient({
    environment: {},
    idle,
    timing: {
      now: () => Date.parse('2026-01-01T00:00:00Z'),
      random: () => 0.5,
      sleep: async (milliseconds) => {
        sleeps.push(milliseconds);
      },
    },
  });
  const server = await serveLoopback(handle);
  open.push(client, server);
  const text: Scene['text'] = async (path, request = {}) => {
    const response = await client.request({ url: server.url + path, ...request });
    return (await readAll(response.body, 'test', 'http_body_bytes')).toString();
  };
  return { client, sleeps, server, text };
}

function coded(code: string): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof IoError || error instanceof LimitError, String(error));
    assert.equal(error.code, code, error.message);
    return true;
  };
}

test('an answer carries status, headers and body, whatever the status', async () => {
  const { client, server } = await scene((_request, response) => {
    response.writeHead(404, { 'X-Two': ['a', 'b'], __proto__x: '1' });
    response.end('gone');
  });
  const response = await client.request({ url: `${server.url}/x` });
  assert.equal(response.status, 404);
  assert.equal(response.headers.get('x-two'), 'a, b');
  assert.equal(await readErrorText(response.body), 'gone');
});

test('connections are kept between requests, also after a discarded short body', async () => {
  const ports = new Set<number | undefined>();
  const { client, server } = await scene((request, response) => {
    ports.add(request.socket.remotePort);
    response.end('x'.repeat(1000));
  });
  // The client reads the short body away in its own time, so a few rounds may be needed.
  for (let round = 0; round < 200 && ports.size === server.log.length; round += 1) {
    (await client.request({ url: server.url })).discard();
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
  assert.ok(ports.size < server.log.length);
});

test('temporary statuses are retried with growing delays, others are handed out', async () => {
  let calls = 0;
  const { text, sleeps } = await scene((_request, response) => {
    calls += 1;
    response.writeHead(calls === 1 ? 503 : calls === 2 ? 502 : 200).end('ok');
  });
  assert.equal(await text('/'), 'ok');
  assert.deepEqual(sleeps, [375, 750]);
});

for (const [header, delays, status] of [
  ['7', [7000], 200],
  ['Thu, 01 Jan 2026 00:00:05 GMT', [5000], 200],
  ['Wed, 31 Dec 2025 23:59:59 GMT', [0], 200],
  ['3600', [], 429],
  ['-5', [375], 200],
  ['soon', [375], 200],
] as const) {
  test(`Retry-After "${header}" waits ${JSON.stringify(delays)} and ends with ${status}`, async () => {
    let calls = 0;
    const { client, server, sleeps } = await scene((_request, response) => {
      calls += 1;
      response.writeHead(calls === 1 ? 429 : 200, { 'retry-after': header }).end();
    });
    const response = await client.request({ url: server.url });
    response.discard();
    assert.equal(response.status, status);
    assert.deepEqual(sleeps, delays);
  });
}

test('retries end, and the last answer is handed out', async () => {
  const { client, server, sleeps } = await scene((_request, response) => {
    response.writeHead(429).end('slow down');
  });
  const response = await client.request({ url: server.url, retries: 2 });
  assert.equal(response.status, 429);
  assert.equal(await readErrorText(response.body), 'slow down');
  assert.equal(sleeps.length, 2);
});

test('a POST is never repeated or redirected', async () => {
  let status = 503;
  const { client, server } = await scene((_request, response) => {
    response.writeHead(status, { location: '/elsewhere' }).end();
  });
  for (status of [503, 307]) {
    const response = await client.request({ url: server.url, method: 'POST', body: 'x' });
    response.discard();
    assert.equal(response.status, status);
  }
  assert.equal(server.log.length, 2);
});

test('a connection reset before the answer is retried', async () => {
  let calls = 0;
  const { text, server } = await scene((request, response) => {
    calls += 1;
    if (calls === 1) request.socket.destroy();
    else response.end('ok');
  });
  assert.equal(await text('/a'), 'ok');
  assert.equal(server.log.length, 2);
});

test('a refused connection is told at once', async () => {
  const { client, server, sleeps } = await scene(() => {});
  await server.close();
  await assert.rejects(client.request({ url: server.url }), coded('HTTP_UNREACHABLE'));
  assert.deepEqual(sleeps, []);
});

test('redirects keep credentials on the same origin and drop them on another', async () => {
  const seen: (string | undefined)[] = [];
  const other = await serveLoopback((request, response) => {
    seen.push(request.headers.authorization, request.headers['x-plain'] as string);
    response.end('blob');
  });
  open.push(other);
  const { text } = await scene((request, response) => {
    seen.push(request.headers.authorization);
    const location = request.url === '/a' ? '/b' : `${other.url}/c?signature=1`;
    response.writeHead(307, { location }).end();
  });
  const headers = { Authorization: 'Bearer t', 'X-Plain': 'kept' };
  assert.equal(await text('/a', { headers }), 'blob');
  assert.deepEqual(seen, ['Bearer t', 'Bearer t', undefined, 'kept']);
});

for (const [location, code] of [
  ['/loop', 'LIMIT_HTTP_REDIRECTS'],
  ['file:///etc/passwd', 'HTTP_REDIRECT'],
  ['http://[', 'HTTP_REDIRECT'],
] as const) {
  test(`a redirect to ${location} ends with ${code}`, async () => {
    const { text } = await scene((_request, response) => {
      response.writeHead(302, { location }).end();
    });
    await assert.rejects(text('/loop'), coded(code));
  });
}

for (const url of ['ftp://x/y', 'nonsense', '']) {
  test(`the URL "${url}" is refused`, async () => {
    const client = createHttpClient({ environment: {} });
    await assert.rejects(client.request({ url }), coded('HTTP_URL'));
  });
}

test('a server that never answers, or stops within the body, counts as hung', async () => {
  const { text, server } = await scene((request, response) => {
    if (request.url === '/head') return;
    response.writeHead(200, { 'content-length': '100' });
    response.write('part');
  }, 60);
  await assert.rejects(text('/head'), coded('HTTP_TIMEOUT'));
  await assert.rejects(text('/body'), coded('HTTP_TIMEOUT'));
  await assert.rejects(text('/body', { resume: 'content-addressed' }), coded('HTTP_TIMEOUT'));
  assert.equal(server.log.length, 3);
});

test('a consumer slower than the idle limit is not taken for a hung server', async () => {
  const { client, server } = await scene((_request, response) => {
    response.end(Buffer.alloc(3_000_000));
  }, 600);
  const response = await client.request({ url: server.url });
  let total = 0;
  for await (const chunk of response.body) {
    if (total === 0) {
      await new Promise((resolve) => {
        setTimeout(resolve, 1500);
      });
    }
    total += chunk.byteLength;
  }
  assert.equal(total, 3_000_000);
});

test('a signal ends the request, its body and its waits', async () => {
  const { client, server } = await scene((request, response) => {
    response.writeHead(request.url === '/busy' ? 503 : 200, { 'content-length': '9' });
    response.write('part');
  });
  const early = AbortSignal.abort();
  await assert.rejects(client.request({ url: server.url, signal: early }), coded('IO_INTERRUPTED'));
  const late = new AbortController();
  const response = await client.request({ url: server.url, signal: late.signal });
  late.abort();
  await assert.rejects(readAll(response.body, 'x', 'http_body_bytes'), coded('IO_INTERRUPTED'));
  const real = createHttpClient({ environment: {} });
  open.push(real);
  const signal = AbortSignal.timeout(100);
  const waiting = real.request({ url: `${server.url}/busy`, signal });
  await assert.rejects(waiting, coded('IO_INTERRUPTED'));
});

test('a body above its bound is refused, announced or not, and after decoding', async () => {
  const bomb = gzipSync(Buffer.alloc(5_000_000));
  const { text } = await scene((request, response) => {
    if (request.url === '/gzip') {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    } else if (request.url === '/announced') {
      response.writeHead(200, { 'content-length': '5000000' }).end(Buffer.alloc(5_000_000));
    } else {
      response.writeHead(200);
      response.end(Buffer.alloc(5_000_000));
    }
  });
  const small = { limit: 'manifest_bytes', maxBytes: 4_000_000 } as const;
  await assert.rejects(text('/announced', small), coded('LIMIT_MANIFEST_BYTES'));
  await assert.rejects(text('/endless', small), coded('LIMIT_MANIFEST_BYTES'));
  const packed = { ...small, compressed: true };
  await assert.rejects(text('/gzip', packed), coded('LIMIT_MANIFEST_BYTES'));
  assert.equal((await text('/gzip', { compressed: true })).length, 5_000_000);
});

test('content encodings are undone only when asked for', async () => {
  const packed = gzipSync('hello');
  const { client, server, text } = await scene((request, response) => {
    const encoding = request.url === '/odd' ? 'rot13' : 'gzip';
    response.writeHead(200, { 'content-encoding': encoding });
    response.end(request.url === '/bad' ? 'not gzip' : packed);
  });
  assert.equal(await text('/', { compressed: true }), 'hello');
  const plain = await client.request({ url: server.url });
  assert.deepEqual(await readAll(plain.body, 'x', 'http_body_bytes'), packed);
  await assert.rejects(text('/odd', { compressed: true }), coded('HTTP_PROTOCOL'));
  await assert.rejects(text('/bad', { compressed: true }), coded('HTTP_PROTOCOL'));
});

const blob = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));

/** Breaks the connection `breaks` times within the body; then serves ranges, or all of it again. */
function breaking(options: { breaks: number; ranges: boolean; etag?: string }): RequestListener {
  let calls = 0;
  return (request, response) => {
    calls += 1;
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const start = options.ranges ? from : 0;
    const head: Record<string, string> = { 'content-length': String(blob.length - start) };
    if (options.etag !== undefined) head['etag'] = options.etag;
    if (options.ranges && from > 0) head['content-range'] = `bytes ${from}-*/${blob.length}`;
    response.writeHead(options.ranges && from > 0 ? 206 : 200, head);
    if (calls > options.breaks) response.end(blob.subarray(start));
    else response.write(blob.subarray(start, start + 70_000), () => response.destroy());
  };
}

for (const [title, options, resume, works] of [
  ['ranges, strong ETag', { breaks: 2, ranges: true, etag: '"a"' }, 'same-etag', true],
  ['ranges, digest known', { breaks: 2, ranges: true }, 'content-addressed', true],
  ['no ranges, digest known', { breaks: 2, ranges: false }, 'content-addressed', true],
  ['weak ETag', { breaks: 1, ranges: true, etag: 'W/"a"' }, 'same-etag', false],
  ['no ETag', { breaks: 1, ranges: true }, 'same-etag', false],
  [
    'all of it again under a strong ETag',
    { breaks: 1, ranges: false, etag: '"a"' },
    'same-etag',
    false,
  ],
  ['no resume asked', { breaks: 1, ranges: true, etag: '"a"' }, undefined, false],
  ['always broken', { breaks: 99, ranges: false }, 'content-addressed', false],
] as const) {
  test(`a broken body with ${title} is ${works ? 'completed' : 'an error'}`, async () => {
    const { client, server } = await scene(breaking(options));
    const response = await client.request({ url: server.url, resume });
    const body = readAll(response.body, 'x', 'http_body_bytes');
    if (works) assert.deepEqual(await body, blob);
    else await assert.rejects(body, coded('HTTP_INTERRUPTED'));
  });
}

test('an answer that is no HTTP is told as such', async () => {
  const { text } = await scene((request) => {
    request.socket.end('SSH-2.0-OpenSSH_9\r\n\r\n');
  });
  await assert.rejects(text('/'), coded('HTTP_PROTOCOL'));
});

test('HTTP_PROXY carries requests, NO_PROXY and unix sockets go past it', async () => {
  const proxy = await serveLoopback((request, response) => response.end(`via ${request.url}`));
  const direct = await serveLoopback((_request, response) => response.end('direct'));
  open.push(proxy, direct);
  const read = async (environment: Record<string, string>): Promise<string> => {
    const client = createHttpClient({ environment });
    open.push(client);
    return readErrorText((await client.request({ url: `${direct.url}/x` })).body);
  };
  assert.equal(await read({ HTTP_PROXY: proxy.url }), `via ${direct.url}/x`);
  assert.equal(await read({ http_proxy: proxy.url }), `via ${direct.url}/x`);
  assert.equal(await read({ HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' }), 'direct');
  assert.equal(await read({ HTTP_PROXY: '' }), 'direct');
  await assert.rejects(read({ HTTP_PROXY: 'not a url' }), coded('HTTP_PROXY'));
});

test('TLS: unknown authorities are refused; SSL_CERT_FILE, a given authority or insecure accept them', async () => {
  const { cert, key } = selfSigned();
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-'));
  const file = join(folder, 'bundle.pem');
  await writeFile(file, cert);
  const server = createServer({ cert, key });
  const secure = await serveLoopback((_request, response) => response.end('ok'), { server });
  const url = secure.url.replace('http:', 'https:');
  const read = async (
    environment: Record<string, string>,
    request: Partial<HttpRequest> = {},
  ): Promise<string> => {
    const client = createHttpClient({ environment });
    try {
      return await readErrorText((await client.request({ url, ...request })).body);
    } finally {
      client.close();
    }
  };
  try {
    await assert.rejects(read({}), coded('HTTP_TLS'));
    assert.equal(await read({ SSL_CERT_FILE: file }), 'ok');
    assert.equal(await read({}, { tls: { ca: cert } }), 'ok');
    assert.equal(await read({}, { insecure: true }), 'ok');
    await assert.rejects(read({ SSL_CERT_FILE: join(folder, 'none') }), coded('HTTP_TLS'));
    const plain = await scene(() => {});
    const spoken = read({}, { url: plain.server.url.replace('http:', 'https:') });
    await assert.rejects(spoken, coded('HTTP_TLS'));
  } finally {
    await secure.close();
    await rm(folder, { recursive: true });
  }
});

test('TLS: redirects to plain http are refused unless everything is insecure', async () => {
  const { cert, key } = selfSigned();
  const { server: plain } = await scene((_request, response) => response.end('plain'));
  const server = createServer({ cert, key });
  const secure = await serveLoopback(
    (_request, response) => response.writeHead(302, { location: plain.url }).end(),
    { server },
  );
  open.push(secure);
  const { client } = await scene(() => {});
  const url = secure.url.replace('http:', 'https:');
  await assert.rejects(client.request({ url, tls: { ca: cert } }), coded('HTTP_REDIRECT'));
  const response = await client.request({ url, insecure: true });
  assert.equal(await readErrorText(response.body), 'plain');
});

test('HTTPS_PROXY carries encrypted requests through a tunnel', async () => {
  const { cert, key } = selfSigned();
  const secure = await serveLoopback((_request, response) => response.end('ok'), {
    server: createServer({ cert, key }),
  });
  const tunnels: string[] = [];
  const proxy = await serveLoopback(() => {});
  proxy.server.on('connect', (request, socket) => {
    tunnels.push(request.url ?? '');
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  const client = createHttpClient({ environment: { HTTPS_PROXY: proxy.url } });
  open.push(secure, proxy, client);
  const url = secure.url.replace('http:', 'https:');
  const response = await client.request({ url, tls: { ca: cert } });
  assert.equal(await readErrorText(response.body), 'ok');
  assert.deepEqual(tunnels, [secure.host]);
});

test('a unix socket answers, and a missing one is unreachable', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-'));
  const socketPath = join(folder, 's.sock');
  const server = await serveLoopback((_request, response) => response.end('pong'), { socketPath });
  const client = createHttpClient({ environment: { HTTP_PROXY: 'http://127.0.0.1:1' } });
  try {
    const response = await client.request({ url: 'http://docker/_ping', socketPath });
    assert.equal(await readErrorText(response.body), 'pong');
    const missing = client.request({ url: 'http://docker/', socketPath: join(folder, 'none') });
    await assert.rejects(missing, coded('HTTP_UNREACHABLE'));
  } finally {
    client.close();
    await server.close();
    await rm(folder, { recursive: true });
  }
});

for (const [url, shown] of [
  ['https://u:p@host/v2/x?sig=1#f', 'https://host/v2/x?…'],
  ['http://host:5000/', 'http://host:5000/'],
  ['nonsense user:secret@host', '…@host'],
] as const) {
  test(`errors show "${url}" as "${shown}"`, () => {
    assert.equal(shownUrl(url), shown);
  });
}
