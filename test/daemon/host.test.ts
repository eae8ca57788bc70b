import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { families } from '../../src/check/index.ts';
import type { Report } from '../../src/model/index.ts';
import { checkHost } from '../../src/tasks/check-host.ts';
import { needsDaemon, startDocker } from '../kit/daemon.ts';
import type { RunningDocker } from '../kit/daemon.ts';
import { buildTar } from '../kit/oci.ts';
import { needsShared, sharedPath } from '../kit/outside.ts';

const guard = needsDaemon('dockerd', 'runc');
const folder = await mkdtemp(join(tmpdir(), 'plimsoll-host-'));
after(() => rm(folder, { recursive: true }));

/** A program for x86-64 that waits for ever: an ELF header, one segment, `pause()` in a circle. */
function waitingProgram(): Uint8Array {
  const code = Buffer.from('b8220000000f05ebf7', 'hex');
  const image = Buffer.alloc(120 + code.length);
  image.write('\u007fELF\u0002\u0001\u0001', 'latin1');
  image.writeUInt16LE(2, 16);
  image.writeUInt16LE(62, 18);
  image.writeUInt32LE(1, 20);
  image.writeBigUInt64LE(0x400078n, 24);
  image.writeBigUInt64LE(64n, 32);
  image.writeUInt16LE(64, 52);
  image.writeUInt16LE(56, 54);
  image.writeUInt16LE(1, 56);
  image.writeUInt32LE(1, 64);
  image.writeUInt32LE(5, 68);
  image.writeBigUInt64LE(0x400000n, 80);
  image.writeBigUInt64LE(0x400000n, 88);
  image.writeBigUInt64LE(BigInt(image.length), 96);
  image.writeBigUInt64LE(BigInt(image.length), 104);
  image.writeBigUInt64LE(0x1000n, 112);
  code.copy(image, 120);
  return image;
}

/** The Engine API of the daemon under test. */
async function call(
  daemon: RunningDocker,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const isTar = body instanceof Uint8Array;
  const response = await fetch(`${daemon.tcp.replace('tcp:', 'http:')}${path}`, {
    method,
    headers: { 'content-type': isTar ? 'application/x-tar' : 'application/json' },
    ...(body === undefined ? {} : { body: isTar ? Buffer.from(body) : JSON.stringify(body) }),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return text === '' || isTar ? undefined : JSON.parse(text.split('\n')[0] ?? 'null');
}

/** Containers first: their program hears no signal, and a daemon waits ten seconds for each. */
async function end(daemon: RunningDocker): Promise<void> {
  const list = (await call(daemon, 'GET', '/containers/json?all=1')) as readonly {
    readonly Id: string;
  }[];
  for (const { Id } of list) await call(daemon, 'DELETE', `/containers/${Id}?force=1`);
  await daemon.stop();
}

async function daemonWithImage(): Promise<RunningDocker> {
  const daemon = await startDocker('overlay2');
  const tar = buildTar([{ path: 'pause', content: waitingProgram(), mode: 0o755 }]);
  await call(daemon, 'POST', '/images/create?fromSrc=-&repo=team/pause&tag=1.0', tar);
  return daemon;
}

const create = (daemon: RunningDocker, name: string, settings: Settings): Promise<unknown> =>
  call(daemon, 'POST', `/containers/create?name=${name}`, {
    Image: 'team/pause:1.0',
    Cmd: ['/pause'],
    ...settings,
    HostConfig: { NetworkMode: 'none', ...settings.HostConfig },
  });

interface Settings {
  readonly HostConfig?: Readonly<Record<string, unknown>>;
  readonly [name: string]: unknown;
}

async function look(
  daemon: Pick<RunningDocker, 'host'>,
  standard = 'strict',
  changes = true,
): Promise<Report> {
  const environment = { HOME: folder, DOCKER_HOST: daemon.host };
  const { report } = await checkHost({
    environment,
    now: new Date(),
    changes,
    standards: [standard],
  });
  return report;
}

/** `RULE:severity` of the findings about one container. */
function about(report: Report, name: string): readonly string[] {
  const own = report.findings.filter(({ misconfiguration }) => misconfiguration?.subject === name);
  return own.map(({ rule, severity }) => `${rule}:${severity}`).sort();
}

interface Row {
  readonly name: string;
  readonly settings: Settings;
  readonly come?: readonly string[];
  readonly go?: readonly string[];
}

const host = (HostConfig: Readonly<Record<string, unknown>>): Settings => ({ HostConfig });
const socket = join(folder, 'docker.sock');
const denyAlg = JSON.stringify({
  defaultAction: 'SCMP_ACT_ALLOW',
  syscalls: [
    {
      names: ['socket'],
      action: 'SCMP_ACT_ERRNO',
      args: [{ index: 0, value: 38, op: 'SCMP_CMP_EQ' }],
    },
  ],
});

const high = (...rules: readonly string[]): readonly string[] => ['CTR-CAPS:high', ...rules];
const defaults = ['CTR-CAPS:low'];

/** What each option brings and takes away, compared with a container that has none of them. */
const rows: readonly Row[] = [
  {
    name: 'privileged',
    settings: host({ Privileged: true }),
    come: ['CTR-ESCAPE:critical', 'CTR-PRIVILEGED:critical'],
    go: ['CTR-ALGSOCK:medium', ...defaults],
  },
  { name: 'net-admin', settings: host({ CapAdd: ['NET_ADMIN'] }), come: high(), go: defaults },
  {
    name: 'sys-module',
    settings: host({ CapAdd: ['SYS_MODULE'] }),
    come: high('CTR-CAP-MODULE:critical', 'CTR-ESCAPE:critical'),
    go: defaults,
  },
  {
    name: 'sys-ptrace',
    settings: host({ CapAdd: ['SYS_PTRACE'] }),
    come: high('CTR-CAP-PTRACE:high'),
    go: defaults,
  },
  {
    name: 'dac-read',
    settings: host({ CapAdd: ['DAC_READ_SEARCH'] }),
    come: high('CTR-CAP-DACREAD:high'),
    go: defaults,
  },
  {
    name: 'dac-read-mount',
    settings: host({ CapAdd: ['DAC_READ_SEARCH'], Binds: [`${folder}:/data:ro`] }),
    come: high('CTR-CAP-DACREAD:high', 'CTR-ESCAPE:critical'),
    go: defaults,
  },
  { name: 'cap-drop', settings: host({ CapDrop: ['ALL'] }), go: defaults },
  {
    name: 'unconfined',
    settings: host({ SecurityOpt: ['seccomp=unconfined'] }),
    come: ['CTR-SECCOMP:high'],
  },
  {
    name: 'no-alg',
    settings: host({ SecurityOpt: [`seccomp=${denyAlg}`] }),
    go: ['CTR-ALGSOCK:medium'],
  },
  { name: 'nnp', settings: host({ SecurityOpt: ['no-new-privileges'] }), go: ['CTR-NNP:high'] },
  { name: 'read-only', settings: host({ ReadonlyRootfs: true }), go: ['CTR-READONLY:medium'] },
  {
    name: 'etc',
    settings: host({ Binds: ['/etc:/host/etc'] }),
    come: ['CTR-ESCAPE:critical', 'CTR-HOSTDIR:high'],
  },
  {
    name: 'etc-read',
    settings: host({ Binds: ['/etc:/host/etc:ro'] }),
    come: ['CTR-HOSTDIR:medium'],
  },
  { name: 'data', settings: host({ Binds: [`${folder}:/data`] }) },
  {
    name: 'socket',
    settings: host({ Binds: [`${socket}:/docker.sock:ro`] }),
    come: ['CTR-DOCKERSOCK:critical', 'CTR-ESCAPE:critical'],
  },
  {
    name: 'shared',
    settings: host({ Binds: [`${folder}:/data:shared`] }),
    come: ['CTR-PROPAGATION:high'],
  },
  {
    name: 'device',
    settings: host({
      Devices: [{ PathOnHost: '/dev/kmsg', PathInContainer: '/dev/kmsg', CgroupPermissions: 'r' }],
    }),
    come: ['CTR-DEVICES:medium'],
  },
  {
    name: 'host-net',
    settings: host({ NetworkMode: 'host' }),
    come: ['CTR-NET-HOST:high', 'CTR-NETBW:low'],
  },
  {
    name: 'bridge',
    settings: host({ NetworkMode: 'bridge' }),
    come: ['CTR-BRIDGE-DEFAULT:low', 'CTR-NETBW:low'],
  },
  { name: 'host-pid', settings: host({ PidMode: 'host' }), come: ['CTR-PID-HOST:high'] },
  { name: 'host-ipc', settings: host({ IpcMode: 'host' }), come: ['CTR-IPC-HOST:high'] },
  { name: 'host-uts', settings: host({ UTSMode: 'host' }), come: ['CTR-UTS-HOST:medium'] },
  { name: 'host-userns', settings: host({ UsernsMode: 'host' }), come: ['CTR-USERNS-HOST:high'] },
  { name: 'user', settings: { User: '1000:1000' }, go: ['CTR-USER-ROOT:high'] },
  { name: 'memory', settings: host({ Memory: 64 * 2 ** 20 }), go: ['CTR-MEM:medium'] },
  { name: 'cpus', settings: host({ NanoCpus: 500_000_000 }), go: ['CTR-CPU:low'] },
  { name: 'pids', settings: host({ PidsLimit: 50 }), go: ['CTR-PIDS:medium'] },
  {
    name: 'ulimit',
    settings: host({ Ulimits: [{ Name: 'nofile', Soft: 64, Hard: 64 }] }),
    go: ['CTR-ULIMIT:low'],
  },
  {
    name: 'cgroup',
    settings: host({ CgroupParent: '/plimsoll-test' }),
    come: ['CTR-CGROUP:medium'],
  },
  {
    name: 'restart',
    settings: host({ RestartPolicy: { Name: 'always' } }),
    come: ['CTR-RESTART:low'],
  },
  {
    name: 'restart-five',
    settings: host({ RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 5 } }),
  },
  { name: 'health', settings: { Healthcheck: { Test: ['CMD', '/ok'] } }, go: ['CTR-HEALTH:low'] },
  {
    name: 'secret',
    settings: { Env: ['API_TOKEN=8f3kd93kdk2lq0'] },
    come: ['CTR-ENV-SECRET:high'],
  },
  { name: 'secret-file', settings: { Env: ['API_TOKEN_FILE=/run/secrets/token'] } },
];

test(
  'dockerd: exactly the expected findings come with each option and go with it',
  guard,
  async () => {
    const daemon = await daemonWithImage();
    try {
      await writeFile(socket, '');
      await create(daemon, 'plain', {});
      await call(daemon, 'POST', '/containers/plain/start');
      for (const { name, settings } of rows) await create(daemon, name, settings);
      const report = await look(daemon);
      const plain = about(report, 'plain');
      assert.ok(
        plain.includes('CTR-USER-ROOT:high') && plain.includes('CTR-MEM:medium'),
        plain.join(' '),
      );
      const wrong = rows.flatMap(({ name, come = [], go = [] }) => {
        const wanted = [...plain.filter((one) => !go.includes(one)), ...come].sort();
        const found = about(report, name);
        if (found.join() === wanted.join()) return [];
        const more = found.filter((one) => !wanted.includes(one));
        const less = wanted.filter((one) => !found.includes(one));
        return [`${name}: too many ${more.join(' ') || '-'}, missing ${less.join(' ') || '-'}`];
      });
      assert.deepEqual(wrong, []);
      for (const { name } of rows) await call(daemon, 'DELETE', `/containers/${name}?force=1`);
      const rest = await look(daemon);
      assert.deepEqual(about(rest, 'plain'), plain);
      assert.deepEqual(
        rows.filter(({ name }) => about(rest, name).length > 0),
        [],
      );
      const command = rest.findings.find(({ rule }) => rule === 'DMN-IPTABLES');
      assert.match(command?.evidence.join(' ') ?? '', /iptables: false \(command line\)/);
      const tls = rest.findings.find(({ rule }) => rule === 'DMN-TLS');
      assert.equal(tls?.severity, 'high', 'a port on the loopback');
    } finally {
      await daemon.stop();
    }
  },
);

test('dockerd: a file that somebody adds to a running container is drift', guard, async () => {
  const daemon = await daemonWithImage();
  try {
    await create(daemon, 'web', {});
    await call(daemon, 'POST', '/containers/web/start');
    assert.ok(!about(await look(daemon), 'web').includes('CTR-DRIFT:high'));
    const data = buildTar([{ path: 'tmp/' }, { path: 'tmp/data', content: 'x' }]);
    await call(daemon, 'PUT', '/containers/web/archive?path=/', data);
    assert.ok(!about(await look(daemon), 'web').includes('CTR-DRIFT:high'));
    const miner = buildTar([
      { path: 'usr/' },
      { path: 'usr/bin/' },
      { path: 'usr/bin/miner', content: 'x', mode: 0o755 },
    ]);
    await call(daemon, 'PUT', '/containers/web/archive?path=/', miner);
    const report = await look(daemon);
    const drift = report.findings.find(({ rule }) => rule === 'CTR-DRIFT');
    assert.match(drift?.evidence.join(' ') ?? '', /added \/usr\/bin\/miner/);
    assert.ok(!about(await look(daemon, 'strict', false), 'web').includes('CTR-DRIFT:high'));
  } finally {
    await end(daemon);
  }
});

test(
  'dockerd: applications that meet on a network are told, and no more once one has left',
  guard,
  async () => {
    const daemon = await daemonWithImage();
    try {
      await call(daemon, 'POST', '/networks/create', { Name: 'plimsoll-front', Internal: true });
      for (const project of ['shop', 'billing']) {
        const Labels = { 'com.docker.compose.project': project };
        await create(daemon, project, { Labels, HostConfig: { NetworkMode: 'plimsoll-front' } });
        await call(daemon, 'POST', `/containers/${project}/start`);
      }
      const joined = about(await look(daemon), 'plimsoll-front');
      assert.deepEqual(joined, ['NET-CROSS-DOMAIN:medium']);
      await call(daemon, 'DELETE', '/containers/billing?force=1');
      assert.deepEqual(about(await look(daemon), 'plimsoll-front'), []);
      await call(daemon, 'DELETE', '/containers/shop?force=1');
      await call(daemon, 'DELETE', '/networks/plimsoll-front');
    } finally {
      await end(daemon);
    }
  },
);

interface CatalogueRow {
  readonly id: string;
  readonly theme: string;
  readonly tools: Readonly<Record<string, readonly string[]>>;
}

const catalogue = 'design/posture-catalogue.json';
const cis = { skip: guard.skip === false ? needsShared(catalogue).skip : guard.skip };

test('dockerd: every item of the CIS benchmark gets one of five answers', cis, async (t) => {
  const daemon = await daemonWithImage();
  try {
    await create(daemon, 'web', {});
    await call(daemon, 'POST', '/containers/web/start');
    const report = await look(daemon, 'cis-docker');
    const loaded = await Promise.all(families.map((row) => row.load()));
    const rules = new Map(loaded.flatMap((family) => family.rules.map((rule) => [rule.id, rule])));
    const answered = new Set(
      report.checks.flatMap(({ rule }) => rules.get(rule)?.aliases['docker-bench'] ?? []),
    );
    const all = JSON.parse(readFileSync(sharedPath(catalogue), 'utf8')) as readonly CatalogueRow[];
    const themes = /^(?:Running container|Docker host|Image config)/;
    const wanted = all
      .filter(({ theme }) => themes.test(theme))
      .flatMap(({ tools }) => tools['docker-bench'] ?? []);
    assert.deepEqual(
      [...new Set(wanted)].filter((id) => !answered.has(id)),
      [],
    );
    const counts = Map.groupBy(report.checks, ({ result }) => result);
    t.diagnostic([...counts].map(([result, list]) => `${result} ${list.length}`).join(', '));
    for (const { rule, result, evidence } of report.checks)
      if (result !== 'pass') assert.ok(evidence.length > 0, `${rule} ${result} has no evidence`);
  } finally {
    await end(daemon);
  }
});

test('dockerd: without permission nothing is a pass, and the report says so', guard, async () => {
  const daemon = await daemonWithImage();
  try {
    await chmod(join(daemon.folder, 'd.sock'), 0o600);
    process.seteuid?.(65_534);
    try {
      const report = await look({ host: daemon.host }, 'cis-docker');
      assert.equal(report.status, 'partial');
      assert.match(report.errors[0]?.text ?? '', /docker info/);
      assert.deepEqual(
        report.notes.map(({ id }) => id),
        ['check.host-rights'],
      );
      const passed = report.checks.filter(
        ({ rule, result }) => result === 'pass' && rule.startsWith('CTR-'),
      );
      assert.deepEqual(passed, []);
    } finally {
      process.seteuid?.(0);
    }
  } finally {
    await end(daemon);
  }
});
