import { basename, join } from 'node:path';

import type { DockerEndpoint } from '../../image/docker-endpoint.ts';
import {
  isSuperuser,
  lookAtCommandLine,
  lookAtPath,
  lookIntoFile,
  lookIntoFolder,
  processesNamed,
} from '../../io/look.ts';
import type { Look } from '../../io/look.ts';
import { runProgram } from '../../io/run-program.ts';
import { errorCode } from '../../model/index.ts';
import { mapLook } from './collect-docker.ts';
import { unitStart } from './systemd.ts';

const textLimit = 1024 * 1024;

/** How the daemon at an endpoint was started, as far as this machine shows. */
export interface DaemonProcess {
  readonly commandLine: Look<readonly string[]>;
  readonly filePath: string;
  readonly file: Look<unknown>;
  readonly unit: Look<readonly string[]>;
  readonly sockets: readonly string[];
}

/** Whether a daemon runs on this machine: what its process and files say then counts. */
export function isLocal(endpoint: DockerEndpoint): boolean {
  return endpoint.socketPath !== undefined || /\/\/(?:127\.|localhost|\[::1\])/.test(endpoint.base);
}

/** Finds the process that serves an endpoint, its `daemon.json` and its unit. */
export function daemonProcess(
  endpoint: DockerEndpoint,
  rootless: boolean,
  home: string,
): DaemonProcess {
  const commandLine = commandLineOf(endpoint);
  const words = 'value' in commandLine ? commandLine.value : [];
  const usual = rootless ? join(home, '.config/docker/daemon.json') : '/etc/docker/daemon.json';
  const filePath = optionOf(words, '--config-file') ?? usual;
  const file = mapJson(lookIntoFile(filePath, textLimit));
  return { commandLine, filePath, file, ...unitOf() };
}

function optionOf(words: readonly string[], name: string): string | undefined {
  const at = words.indexOf(name);
  if (at !== -1) return words[at + 1];
  return words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** A file that is no JSON is unread, never absent. */
function mapJson(look: Look<string>): Look<unknown> {
  if (!('value' in look)) return look;
  try {
    return { value: look.value.trim() === '' ? {} : (JSON.parse(look.value) as unknown) };
  } catch {
    return { unread: 'CHECK_VALUE_FORM' };
  }
}

/** Several daemons may run: the one that was told to listen where we ask is ours. */
function commandLineOf(endpoint: DockerEndpoint): Look<readonly string[]> {
  const lines = processesNamed(new Set(['dockerd'])).map(lookAtCommandLine);
  const readable = lines.flatMap((line) => ('value' in line ? [line.value] : []));
  const socket = endpoint.socketPath;
  const port = /:(\d+)$/.exec(endpoint.base)?.[1];
  const listens = (words: readonly string[], address: string): boolean =>
    words.some((word) => word.endsWith(address));
  const named = readable.find((words) =>
    socket === undefined
      ? listens(words, `:${port ?? '2375'}`)
      : listens(words, `unix://${socket}`),
  );
  if (named !== undefined) return { value: named };
  const usual = readable.filter((words) => !words.some((word) => word.includes('unix://')));
  const isUsual = socket === '/var/run/docker.sock' || socket === '/run/docker.sock';
  const [only] = usual;
  if (isUsual && usual.length === 1 && only !== undefined) return { value: only };
  return lines.find((line) => 'unread' in line) ?? { unread: 'ESRCH' };
}

const unitFolders: readonly string[] = [
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
  '/run/systemd/system',
  '/etc/systemd/system',
];

/** `docker.service` and `docker.socket` with their drop-ins; the folder named last wins. */
function unitOf(): Pick<DaemonProcess, 'unit' | 'sockets'> {
  const service = unitTexts('docker.service');
  const socket = unitTexts('docker.socket');
  if (!('value' in service)) return { unit: service, sockets: [] };
  const environment = (path: string): string | undefined => {
    const text = lookIntoFile(path, textLimit);
    return 'value' in text ? text.value : undefined;
  };
  const { words } = unitStart(service.value, environment);
  const { sockets } = unitStart('value' in socket ? socket.value : [], environment);
  return { unit: { value: words }, sockets };
}

function unitTexts(name: string): Look<readonly string[]> {
  const unit = unitFolders
    .map((folder) => lookIntoFile(join(folder, name), textLimit))
    .findLast((look) => !('absent' in look));
  if (unit === undefined) return { absent: true };
  if (!('value' in unit)) return { unread: 'unread' in unit ? unit.unread : 'EIO' };
  const texts = [unit.value];
  const dropIns = new Map<string, string>();
  for (const folder of unitFolders) {
    const names = lookIntoFolder(join(folder, `${name}.d`));
    for (const file of 'value' in names ? names.value : [])
      if (file.endsWith('.conf')) dropIns.set(file, join(folder, `${name}.d`, file));
  }
  for (const [, path] of [...dropIns].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const look = lookIntoFile(path, textLimit);
    if ('unread' in look) return look;
    if ('value' in look) texts.push(look.value);
  }
  return { value: texts };
}

/** Owners of paths by name, from /etc/passwd and /etc/group; a number where they have none. */
export function ownerNames(): (path: string) => Look<object> {
  const users = names('/etc/passwd');
  const groups = names('/etc/group');
  return (path) =>
    mapLook(lookAtPath(path), ({ mode, uid, gid }) => ({
      mode,
      user: users.get(uid) ?? String(uid),
      group: groups.get(gid) ?? String(gid),
    }));
}

function names(path: string): ReadonlyMap<number, string> {
  const text = lookIntoFile(path, textLimit);
  const rows = ('value' in text ? text.value : '').split('\n').map((line) => line.split(':'));
  // The first name of a number is the one that tools show.
  return new Map(
    rows.toReversed().map(([name = '', , id = '']) => [Number(id || Number.NaN), name]),
  );
}

/** Members of groups, those included whose own group it is. */
export function groupMembers(): Look<readonly object[]> {
  const passwd = lookIntoFile('/etc/passwd', textLimit);
  const users = ('value' in passwd ? passwd.value : '').split('\n').map((line) => line.split(':'));
  return mapLook(lookIntoFile('/etc/group', textLimit), (text) =>
    text.split('\n').flatMap((line) => {
      const [name = '', , gid = '', members = ''] = line.split(':');
      if (name === '') return [];
      const own = users.filter((user) => user[3] === gid && gid !== '').map(([user = '']) => user);
      const all = new Set(
        [...members.split(','), ...own].filter(
          (member) => member !== '' && member !== name && member !== 'root',
        ),
      );
      return [{ name, members: [...all] }];
    }),
  );
}

/** The mount table. */
export function mountTable(): Look<readonly object[]> {
  return mapLook(lookIntoFile('/proc/self/mounts', textLimit), (text) =>
    text.split('\n').flatMap((line) => {
      const [source = '', point = '', type = '', options = ''] = line.split(' ');
      const plain = point.replaceAll(/\\([0-7]{3})/g, (_all, code: string) =>
        String.fromCodePoint(Number.parseInt(code, 8)),
      );
      return point === '' ? [] : [{ source, point: plain, type, options: options.split(',') }];
    }),
  );
}

/** Rules of auditd: those of the kernel where they may be asked for, else those of its files. */
export async function auditRuleLines(
  signal: AbortSignal | undefined,
): Promise<{ readonly auditRules: Look<readonly string[]>; readonly auditSource: string }> {
  const program = ['/usr/sbin/auditctl', '/sbin/auditctl'].find(
    (path) => 'value' in lookAtPath(path),
  );
  if (program !== undefined && isSuperuser()) {
    const told = await output(program, ['-l'], signal);
    if ('value' in told)
      return { auditRules: mapLook(told, ({ lines }) => lines), auditSource: 'auditctl -l' };
  }
  const folder = lookIntoFolder('/etc/audit/rules.d');
  const paths = ('value' in folder ? folder.value : [])
    .filter((name) => name.endsWith('.rules'))
    .map((name) => join('/etc/audit/rules.d', name));
  const looks = [...paths, '/etc/audit/audit.rules'].map((path) => lookIntoFile(path, textLimit));
  const refused = [folder, ...looks].find((look) => 'unread' in look);
  const auditSource = '/etc/audit';
  if (refused !== undefined && 'unread' in refused)
    return { auditRules: { unread: refused.unread }, auditSource };
  const texts = looks.flatMap((look) => ('value' in look ? [look.value] : []));
  if (texts.length === 0) return { auditRules: { absent: true }, auditSource };
  return { auditRules: { value: texts.flatMap((text) => text.split('\n')) }, auditSource };
}

/** Rules of DOCKER-USER, through iptables or nft. */
export async function dockerUserLines(
  signal: AbortSignal | undefined,
): Promise<Look<readonly string[]>> {
  if (!isSuperuser()) return { unread: 'EPERM' };
  const find = (name: string): string | undefined =>
    ['/usr/sbin', '/sbin', '/usr/bin']
      .map((folder) => join(folder, name))
      .find((path) => 'value' in lookAtPath(path));
  const iptables = find('iptables');
  if (iptables !== undefined) {
    const told = await output(iptables, ['-w', '2', '-S', 'DOCKER-USER'], signal);
    if ('value' in told && told.value.exitCode === 0) return { value: told.value.lines };
    if ('value' in told)
      return /No chain|does not exist|No such file/i.test(told.value.errors)
        ? { absent: true }
        : { unread: 'EPERM' };
    return told;
  }
  const nft = find('nft');
  if (nft === undefined) return { absent: true };
  const told = await output(nft, ['list', 'chain', 'ip', 'filter', 'DOCKER-USER'], signal);
  if ('value' in told)
    return told.value.exitCode === 0 ? { value: told.value.lines } : { absent: true };
  return told;
}

interface Output {
  readonly exitCode: number;
  readonly lines: readonly string[];
  readonly errors: string;
}

async function output(
  program: string,
  given: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Look<Output>> {
  try {
    const ended = await runProgram({
      program,
      arguments: given,
      input: '',
      timeout: 5000,
      maxBytes: textLimit,
      environment: { LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
      keepErrors: true,
      signal,
    });
    return {
      value: { exitCode: ended.exitCode, lines: ended.output.split('\n'), errors: ended.errors },
    };
  } catch (error) {
    return { unread: errorCode(error) };
  }
}

/** Settings of the kernel by their names under /proc/sys. */
export function sysctlValues(wanted: readonly string[]): Readonly<Record<string, Look<string>>> {
  return Object.fromEntries(
    wanted.map((name) => [
      name,
      mapLook(lookIntoFile(`/proc/sys/${name.replaceAll('.', '/')}`, 4096), (text) => text.trim()),
    ]),
  );
}

/** Addresses on which something listens, from /proc/net: `0.0.0.0:2377`. Only the swarm's port is of interest. */
export function listeners(): Look<readonly string[]> {
  return mapLook(lookIntoFile('/proc/net/tcp', textLimit), (text) => {
    const six = lookIntoFile('/proc/net/tcp6', textLimit);
    return [...text.split('\n'), ...('value' in six ? six.value : '').split('\n')].flatMap(
      (line) => {
        const [, local = '', , state = ''] = line.trim().split(/\s+/);
        const [address = '', port = ''] = local.split(':');
        if (state !== '0A') return [];
        return [`${addressText(address)}:${Number.parseInt(port, 16)}`];
      },
    );
  });
}

/** Little-endian words in hex, as the kernel prints them. */
function addressText(hex: string): string {
  if (hex.length === 8)
    return (hex.match(/../g) ?? [])
      .toReversed()
      .map((byte) => Number.parseInt(byte, 16))
      .join('.');
  return /^0+$/.test(hex) ? '[::]' : `[${hex.toLowerCase()}]`;
}

/** Settings files of registries that run on this machine outside containers. */
export function registryConfigs(): readonly {
  readonly path: string;
  readonly text: Look<string>;
}[] {
  return processesNamed(new Set(['docker-registry', 'registry'])).flatMap((pid) => {
    const line = lookAtCommandLine(pid);
    const path = ('value' in line ? line.value : []).find((word) => /\.ya?ml$/.test(word));
    if (path === undefined)
      return [{ path: basename(`process ${pid}`), text: { unread: 'ESRCH' } as const }];
    return [{ path, text: lookIntoFile(path, textLimit) }];
  });
}
