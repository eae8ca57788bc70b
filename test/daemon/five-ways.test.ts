import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { needsDaemon, startDocker, startRegistry } from '../kit/daemon.ts';
import type { RunningDocker, RunningRegistry } from '../kit/daemon.ts';
import { dockerArchive, pushImage, writeLayout } from '../kit/oci.ts';
import { needsShared, sharedPath } from '../kit/outside.ts';
import { realImages } from '../kit/real-images.ts';
import type { Listed, RealImage } from '../kit/real-images.ts';

const daemons = needsDaemon('dockerd', 'docker-registry', 'debootstrap');
const guard = daemons.skip === false ? needsShared('feeds') : daemons;
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-five-'));
const database = join(folder, 'advisories.db');
const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

let docker: RunningDocker | undefined;
let registry: RunningRegistry | undefined;

before(async () => {
  if (guard.skip !== false) return;
  const feeds = [
    'debian-tracker',
    'debian-advisories',
    'alpine-secdb',
    'osv-npm',
    'osv-pypi',
    'kev',
    'epss',
  ];
  const chosen = feeds.flatMap((feed) => ['--feed', feed]);
  await plimsoll(['db', 'build', '--from', sharedPath('feeds'), '--db', database, ...chosen]);
  docker = await startDocker('overlay2');
  registry = await startRegistry();
});
after(async () => {
  await docker?.stop();
  await registry?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Row {
  readonly PkgIdentifier: { readonly PURL: string };
  readonly VulnerabilityID: string;
  readonly FixedVersion?: string;
  readonly Status: string;
  readonly Severity: string;
  readonly Layer?: { readonly DiffID?: string };
}

interface Scanned {
  readonly packages: readonly (Listed & { readonly type: string; readonly purl: string })[];
  readonly findings: readonly string[];
}

async function plimsoll(
  given: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = spawn(process.execPath, ['--conditions=plimsoll-source', main, ...given], {
    env: { PATH: process.env['PATH'], HOME: folder, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const code = await new Promise((resolve) => child.on('close', resolve));
  assert.equal(
    code,
    0,
    `plimsoll ${given.join(' ')}: exit ${String(code)}: ${Buffer.concat(stderr).toString()}`,
  );
  return Buffer.concat(stdout).toString();
}

/** One scan with a cache of its own, so that every way really reads its layers. */
async function scan(
  way: string,
  given: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Scanned> {
  const cache = ['--cache-dir', join(folder, 'cache', way), '--db', database];
  const text = await plimsoll(
    ['image', ...given, ...cache, '-q', '-f', 'json', '--list-all-pkgs'],
    environment,
  );
  const report = JSON.parse(text) as {
    Results: {
      Class: string;
      Packages?: {
        Name: string;
        Version: string;
        Release?: string;
        Epoch?: number;
        Arch?: string;
        Identifier: { PURL: string };
      }[];
      Vulnerabilities?: Row[];
    }[];
    Plimsoll: { Status: string };
  };
  assert.equal(report.Plimsoll.Status, 'complete');
  const packages = report.Results.flatMap(({ Packages = [] }) =>
    Packages.map((pkg) => ({
      name: pkg.Name,
      version: versionOf(pkg),
      ...(pkg.Arch === undefined ? {} : { arch: pkg.Arch }),
      type: /^pkg:([^/]+)\//.exec(pkg.Identifier.PURL)?.[1] ?? '',
      purl: pkg.Identifier.PURL,
    })),
  );
  const findings = report.Results.flatMap(({ Vulnerabilities = [] }) =>
    Vulnerabilities.map((row) =>
      [
        row.VulnerabilityID,
        row.PkgIdentifier.PURL,
        row.FixedVersion,
        row.Status,
        row.Severity,
        row.Layer?.DiffID,
      ].join(' '),
    ),
  );
  return { packages, findings: findings.toSorted() };
}

/** Trivy's JSON takes the versions of OS packages apart. */
function versionOf({
  Version,
  Release,
  Epoch,
}: {
  Version: string;
  Release?: string;
  Epoch?: number;
}): string {
  const epoch = Epoch === undefined || Epoch === 0 ? '' : `${Epoch}:`;
  return `${epoch}${Version}${Release === undefined || Release === '' ? '' : `-${Release}`}`;
}

async function everyWay(real: RealImage): Promise<ReadonlyMap<string, Scanned>> {
  assert.ok(docker !== undefined && registry !== undefined);
  const { name, image } = real;
  const reference = `plimsoll.example/${name}:test`;
  const place = join(folder, name);
  mkdirSync(place);
  await writeLayout(join(place, 'layout'), { test: image });
  const archive = dockerArchive(image, [reference]);
  writeFileSync(join(place, 'archive.tar'), archive);
  assert.match(await docker.post('/images/load', archive), /Loaded image/);
  await pushImage({ registry: registry.url, repository: name }, [image], { test: image.manifest });
  const found = new Map<string, Scanned>();
  found.set('layout', await scan(`${name}-layout`, [`oci-dir:${join(place, 'layout')}:test`]));
  found.set('archive', await scan(`${name}-archive`, ['--input', join(place, 'archive.tar')]));
  found.set(
    'registry',
    await scan(`${name}-registry`, [`registry:${registry.host}/${name}:test`, '--insecure']),
  );
  found.set(
    'store',
    await scan(`${name}-store`, [`docker:${reference}`], { DOCKER_HOST: docker.host }),
  );
  found.set(
    'daemon',
    await scan(`${name}-daemon`, [`docker:${reference}`], { DOCKER_HOST: docker.tcp }),
  );
  rmSync(place, { recursive: true });
  return found;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].toSorted((a, b) => (a < b ? -1 : 1));
}

function sameNames(type: string): (name: string) => string {
  return type === 'pypi' ? (name) => name.toLowerCase().replaceAll(/[-_.]+/g, '-') : (name) => name;
}

test(
  'four real images give the same findings by layout, archive, registry, store and daemon',
  guard,
  async (context) => {
    for (const real of realImages()) {
      await context.test(real.name, async () => {
        const ways = await everyWay(real);
        const first: Scanned | undefined = ways.get('layout');
        assert.ok(first !== undefined);
        for (const [way, { findings, packages }] of ways) {
          assert.deepEqual(findings, first.findings, `findings by ${way}`);
          assert.deepEqual(
            packages.map(({ purl }) => purl),
            first.packages.map(({ purl }) => purl),
            `packages by ${way}`,
          );
        }
        for (const [type, listed] of Object.entries(real.listed)) {
          const normal = sameNames(type);
          const shown = ({ name, version, arch }: Listed): string =>
            `${normal(name)} ${version} ${type === 'deb' ? (arch ?? '') : ''}`;
          const ours: Scanned['packages'] = first.packages.filter((pkg) => pkg.type === type);
          assert.deepEqual(
            distinct(ours.map(shown)),
            distinct(listed.map(shown)),
            `${type} packages`,
          );
        }
        console.log(
          `image ${real.name}: ${first.packages.length} packages, ${first.findings.length} findings, five ways alike`,
        );
        assert.ok(
          first.packages.length >= real.least.packages,
          `at least ${real.least.packages} packages`,
        );
        assert.ok(
          first.findings.length >= real.least.findings,
          `at least ${real.least.findings} findings`,
        );
      });
    }
  },
);
