import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createHttpClient, readErrorText } from '../../src/io/http.ts';

/**
 * Options for a test that needs root and these programs: runs it when they are there, else skips
 * it in one line. In CI what is missing is an error, because CI skips nothing.
 */
export function needsDaemon(...programs: readonly string[]): { skip: string | false } {
  const missing = programs.filter((program) => programPath(program) === undefined);
  const reasons = [
    ...(process.getuid?.() === 0 ? [] : ['root']),
    ...missing.map((program) => `the program ${program}`),
  ];
  if (reasons.length === 0) return { skip: false };
  const what = `needs ${reasons.join(' and ')}`;
  if (process.env['CI'] === 'true') throw new Error(`Cannot run this test: it ${what}`);
  return { skip: what };
}

function programPath(program: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** A daemon of our own, with its own folders. */
export interface RunningDaemon {
  readonly folder: string;
  readonly process: ChildProcess;
  readonly stop: () => Promise<void>;
}

/** Starts a program and waits until `ready` answers. Only the process started here is ever ended. */
async function start(
  program: string,
  args: (folder: string) => readonly string[],
  ready: (folder: string) => Promise<boolean>,
  prepare: (folder: string) => Promise<void> = () => Promise.resolve(),
): Promise<RunningDaemon> {
  const folder = await mkdtemp('/var/tmp/plimsoll-');
  await prepare(folder);
  const child = spawn(programPath(program) ?? program, args(folder), {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr?.on('data', (chunk) => (log = `${log}${String(chunk)}`.slice(-4000)));
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', resolve);
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
    unmountBelow(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) break;
    if (await ready(folder).catch(() => false)) return { folder, process: child, stop };
    await wait(100);
  }
  await stop();
  throw new Error(`Cannot start ${program}: ${log}`);
}

/** A docker daemon that was killed leaves its mounts behind. */
function unmountBelow(folder: string): void {
  const mounts = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(`${folder}/`));
  for (const path of mounts.reverse()) execFileSync('umount', [path]);
}

/** A docker daemon with a graph driver, on a socket and, when asked for, on a port. */
export interface RunningDocker extends RunningDaemon {
  readonly host: string;
  readonly tcp: string;
  /** `POST path` with a body; the answer as text. */
  readonly post: (path: string, body: Uint8Array) => Promise<string>;
}

/** Starts dockerd without touching networks or firewalls. */
export async function startDocker(driver: 'overlay2' | 'vfs'): Promise<RunningDocker> {
  const port = await freePort();
  const socketOf = (folder: string): string => join(folder, 'd.sock');
  const http = createHttpClient({ environment: {} });
  const ask = (folder: string, path: string): Promise<number> =>
    http
      .request({ url: `http://docker${path}`, socketPath: socketOf(folder), retries: 0 })
      .then((response) => (response.discard(), response.status));
  const daemon = await start(
    'dockerd',
    (folder) =>
      [
        ['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
        ['--pidfile', join(folder, 'pid'), '--storage-driver', driver],
        ['-H', `unix://${socketOf(folder)}`, '-H', `tcp://127.0.0.1:${port}`, '--tls=false'],
        ['--bridge=none', '--iptables=false', '--ip6tables=false'],
      ].flat(),
    async (folder) => (await ask(folder, '/_ping')) === 200,
  );
  return {
    ...daemon,
    host: `unix://${socketOf(daemon.folder)}`,
    tcp: `tcp://127.0.0.1:${port}`,
    post: async (path, body) => {
      const url = `http://127.0.0.1:${port}${path}`;
      const headers = { 'content-type': 'application/x-tar' };
      const response = await fetch(url, { method: 'POST', headers, body: Buffer.from(body) });
      return response.text();
    },
    stop: async () => {
      http.close();
      await daemon.stop();
    },
  };
}

/** Debian's docker-registry on loopback. */
export interface RunningRegistry extends RunningDaemon {
  readonly url: string;
  readonly host: string;
}

/** Starts a registry; `auth` and `tls` are parts of its configuration file, in YAML's JSON subset. */
export async function startRegistry(
  options: {
    auth?: (folder: string) => object;
    tls?: (folder: string) => { certificate: string; key: string };
    files?: Readonly<Record<string, string>>;
  } = {},
): Promise<RunningRegistry> {
  const port = await freePort();
  const scheme = options.tls === undefined ? 'http' : 'https';
  const url = `${scheme}://127.0.0.1:${port}`;
  const http = createHttpClient({ environment: {} });
  const configuration = (folder: string): object => ({
    version: 0.1,
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: join(folder, 'data') }, delete: { enabled: true } },
    http: {
      addr: `127.0.0.1:${port}`,
      secret: 'a secret of this test',
      ...(options.tls === undefined ? {} : { tls: options.tls(folder) }),
    },
    ...(options.auth === undefined ? {} : { auth: options.auth(folder) }),
  });
  const daemon = await start(
    'docker-registry',
    (folder) => ['serve', join(folder, 'config.yml')],
    async () => {
      const response = await http.request({ url: `${url}/v2/`, retries: 0, insecure: true });
      await readErrorText(response.body);
      return response.status === 200 || response.status === 401;
    },
    async (folder) => {
      for (const [name, text] of Object.entries(options.files ?? {})) {
        await writeFile(join(folder, name), text);
      }
      await writeFile(join(folder, 'config.yml'), JSON.stringify(configuration(folder)));
    },
  );
  http.close();
  return { ...daemon, url, host: `127.0.0.1:${port}` };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

/** A containerd of our own. */
export interface RunningContainerd extends RunningDaemon {
  readonly root: string;
  /** Runs `ctr` against it. */
  readonly ctr: (...given: readonly string[]) => string;
}

/** Starts Debian's containerd on folders and a socket of its own, without the parts for Kubernetes. */
export async function startContainerd(): Promise<RunningContainerd> {
  const configuration = (folder: string): string =>
    [
      'version = 2',
      `root = "${join(folder, 'root')}"`,
      `state = "${join(folder, 'state')}"`,
      'disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]',
      '[grpc]',
      `address = "${join(folder, 'c.sock')}"`,
    ].join('\n');
  const call = (folder: string, given: readonly string[]): string =>
    execFileSync('ctr', ['--address', join(folder, 'c.sock'), ...given], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const daemon = await start(
    'containerd',
    (folder) => ['--config', join(folder, 'config.toml')],
    (folder) => Promise.resolve(call(folder, ['version']).includes('Server')),
    (folder) => writeFile(join(folder, 'config.toml'), configuration(folder)),
  );
  const { folder } = daemon;
  return { ...daemon, root: join(folder, 'root'), ctr: (...given) => call(folder, given) };
}
