import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { selfSigned } from '../../test/kit/certificate.ts';
import { serveLoopback } from '../../test/kit/http-server.ts';
import { certificateFolders, hostCertificates } from './host-certificates.ts';
import { createHttpClient, readErrorText } from './http.ts';

const root = mkdtempSync(join(tmpdir(), 'plimsoll-certs-'));
after(() => rmSync(root, { recursive: true, force: true }));

/** A folder of certificates by host. */
function folderOf(name: string, hosts: Readonly<Record<string, Record<string, string>>>): string {
  const folder = join(root, name);
  for (const [host, files] of Object.entries(hosts)) {
    mkdirSync(join(folder, host), { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, host, file), text);
  }
  return folder;
}

test('the first folder that has the host answers; port 443 may be named or not', () => {
  const first = folderOf('a', {
    'one.example': { 'ca.crt': 'A', 'client.cert': 'C', 'client.key': 'K', 'README.md': '-' },
    'two.example:443': { 'x.crt': 'B' },
    'three.example:5000': {},
  });
  const second = folderOf('b', {
    'one.example': { 'ca.crt': 'Z' },
    'four.example': { 'z.crt': 'Z' },
  });
  const of = hostCertificates([first, second, join(root, 'none')]);
  const rows: readonly [string, unknown][] = [
    ['https://one.example/v2/', { authorities: ['A'], clients: [{ cert: 'C', key: 'K' }] }],
    ['https://two.example/', { authorities: ['B'], clients: [] }],
    ['https://three.example:5000/', { authorities: [], clients: [] }],
    ['https://four.example/', { authorities: ['Z'], clients: [] }],
    ['https://one.example:5000/', undefined],
    ['https://three.example/', undefined],
    ['https://example/', undefined],
    ['https://../', undefined],
  ];
  for (const [url, expected] of rows) {
    if (URL.canParse(url)) assert.deepEqual(of(new URL(url)), expected, url);
  }
});

test('a certificate without its key is an error that says what is missing', () => {
  const folder = folderOf('c', { 'one.example': { 'ca.cert': 'A' } });
  assert.throws(() => hostCertificates([folder])(new URL('https://one.example/')), {
    code: 'HTTP_TLS',
    message: /no "ca\.key" beside it.*an authority ends in \.crt/,
  });
});

test("the user's folders come before the machine's", () => {
  const own = ['/c/containers/certs.d', '/c/docker/certs.d'];
  const machine = ['/etc/containers/certs.d', '/etc/docker/certs.d'];
  assert.deepEqual(certificateFolders({ HOME: '/h', XDG_CONFIG_HOME: '/c' }), [...own, ...machine]);
  assert.deepEqual(certificateFolders({ HOME: '/h' })[1], '/h/.config/docker/certs.d');
  assert.deepEqual(certificateFolders({}), machine);
});

test('a server behind its own authority is trusted, and told who asks; another host is not', async () => {
  const server = selfSigned();
  const client = selfSigned();
  const options = { cert: server.cert, key: server.key, ca: client.cert, requestCert: true };
  const secure = await serveLoopback(
    (request, response) => {
      const known = (request.socket as TLSSocket).authorized;
      response.end(known ? 'known' : 'unknown');
    },
    { server: createServer({ ...options, rejectUnauthorized: false }) },
  );
  const url = secure.url.replace('http:', 'https:');
  const whole = { 'ca.crt': server.cert, 'client.cert': client.cert, 'client.key': client.key };
  const read = async (folder: string, hostCertificates = true): Promise<string> => {
    const http = createHttpClient({ environment: {}, certificateFolders: [folder] });
    try {
      return await readErrorText((await http.request({ url, hostCertificates })).body);
    } finally {
      http.close();
    }
  };
  try {
    const mine = folderOf('d', { [secure.host]: whole });
    assert.equal(await read(mine), 'known');
    assert.equal(
      await read(folderOf('e', { [secure.host]: { 'ca.crt': server.cert } })),
      'unknown',
    );
    await assert.rejects(read(folderOf('f', { 'other.example': whole })), { code: 'HTTP_TLS' });
    // What is no registry's request takes nothing from there.
    await assert.rejects(read(mine, false), { code: 'HTTP_TLS' });
  } finally {
    await secure.close();
  }
});
