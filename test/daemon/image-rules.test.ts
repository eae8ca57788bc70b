import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { fixedClock } from '../../src/io/clock.ts';
import type { Finding, Report } from '../../src/model/index.ts';
import { checkHost } from '../../src/tasks/check-host.ts';
import { openImage } from '../../src/tasks/open-image.ts';
import { scanSubject } from '../../src/tasks/scan.ts';
import { needsDaemon, startDocker, startRegistry } from '../kit/daemon.ts';
import { brokenRules, carefulImage, faultyImage } from '../kit/faulty-image.ts';
import { dockerArchive, pushImage, writeLayout } from '../kit/oci.ts';

const guard = needsDaemon('dockerd', 'docker-registry');
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-image-rules-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const now = Date.UTC(2026, 2, 1);

async function scan(request: Parameters<typeof openImage>[0]): Promise<Report> {
  const image = await openImage(request);
  const subject = { kind: 'image', name: 'shop', image: image.subject } as const;
  try {
    return await scanSubject(
      { subject, profile: 'installed', image },
      { database: undefined, clock: fixedClock(now), scanners: ['misconfig', 'secret'] },
    );
  } finally {
    await image.close();
  }
}

/** What a finding says, without the digests that a store does not know. */
const told = ({ rule, kind, severity, message, locations }: Finding): string =>
  JSON.stringify([
    rule,
    kind,
    severity,
    message.text,
    locations.map(({ layer, history, file }) => [layer?.diffId, history?.index, file?.path]),
  ]);

/** Whether an image goes by its tag alone is the word of the place it lies in. */
const alike = ({ findings }: Report): readonly string[] =>
  findings
    .filter(({ rule }) => rule !== 'IMG-LATEST')
    .map(told)
    .sort();

test(
  'an image breaks the same rules wherever it lies; in a host it is told once',
  guard,
  async () => {
    const docker = await startDocker('overlay2');
    const registry = await startRegistry();
    const before = process.env['DOCKER_HOST'];
    try {
      for (const [name, image] of [
        ['faulty', faultyImage()],
        ['careful', carefulImage()],
      ] as const) {
        const reference = `plimsoll.example/${name}:latest`;
        const place = join(folder, name);
        mkdirSync(place);
        await writeLayout(join(place, 'layout'), { test: image });
        const archive = dockerArchive(image, [reference]);
        writeFileSync(join(place, 'archive.tar'), archive);
        assert.match(await docker.post('/images/load', archive), /Loaded image/);
        await pushImage({ registry: registry.url, repository: name }, [image], {
          test: image.manifest,
        });
        const layout = await scan({ reference: `oci-dir:${join(place, 'layout')}:test` });
        const ways = new Map([
          ['archive', await scan({ input: join(place, 'archive.tar') })],
          [
            'registry',
            await scan({ reference: `registry:${registry.host}/${name}:test`, insecure: true }),
          ],
        ]);
        for (const [way, host] of [
          ['store', docker.host],
          ['daemon', docker.tcp],
        ] as const) {
          process.env['DOCKER_HOST'] = host;
          ways.set(way, await scan({ reference: `docker:${reference}` }));
        }
        for (const [way, report] of ways) assert.deepEqual(alike(report), alike(layout), way);
        const rules = [...new Set(ways.get('store')?.findings.map(({ rule }) => rule))].sort();
        assert.deepEqual(rules, name === 'faulty' ? brokenRules : ['IMG-LATEST']);
      }
      await hostTellsOnce(docker);
    } finally {
      if (before === undefined) delete process.env['DOCKER_HOST'];
      else process.env['DOCKER_HOST'] = before;
      await docker.stop();
      await registry.stop();
    }
  },
);

/** Containers of the faulty image: root by the image, and a user given when it was created. */
async function hostTellsOnce(docker: {
  readonly host: string;
  readonly tcp: string;
}): Promise<void> {
  const call = async (method: string, path: string, body?: object): Promise<void> => {
    const response = await fetch(`${docker.tcp.replace('tcp:', 'http:')}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${await response.text()}`);
  };
  const create = (name: string, User?: string): Promise<void> =>
    call('POST', `/containers/create?name=${name}`, {
      Image: 'plimsoll.example/faulty:latest',
      ...(User === undefined ? {} : { User }),
      HostConfig: { NetworkMode: 'none' },
    });
  const roots = async (): Promise<readonly (readonly [string, string | undefined])[]> => {
    const { report } = await checkHost({
      environment: { HOME: folder, DOCKER_HOST: docker.host },
      now: new Date(now),
      changes: false,
      imageFiles: true,
      standards: ['default'],
    });
    const files = report.findings.filter(({ rule }) => rule === 'IMG-SECRET-FILE');
    assert.equal(files.length, 2, 'the files of the image are looked at, hidden layers too');
    return report.findings
      .filter(({ rule }) => rule === 'IMG-USER-ROOT' || rule === 'CTR-USER-ROOT')
      .map(({ rule, misconfiguration }) => [rule, misconfiguration?.subject] as const);
  };
  await create('as-app', '1000:1000');
  assert.deepEqual(await roots(), [], 'every container overrides the user of the image');
  await create('as-root');
  assert.deepEqual(await roots(), [['CTR-USER-ROOT', 'as-root']]);
  for (const name of ['as-app', 'as-root']) await call('DELETE', `/containers/${name}?force=1`);
}
