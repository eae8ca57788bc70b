import type { OperatingSystem } from '../../../model/index.ts';
import { parseOsRelease } from '../../../formats/os-release.ts';
import { parseJsonBytes } from '../../../formats/json-members.ts';
import { listOf, objectOf } from '../../../formats/json-values.ts';
import { lines } from '../../../formats/text.ts';
import { PlimsollError } from '../../../model/index.ts';
import { osFiles } from '../../os.ts';
import type { FileAnalyzer } from '../contract.ts';

type Statement = Partial<OperatingSystem>;

type Present<T> = { readonly [Key in keyof T]?: Exclude<T[Key], undefined> };

/** The keys that were found, without the empty ones. */
function present<T extends Readonly<Record<string, unknown>>>(values: T): Present<T> {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(kept) as Present<T>;
}

/** os-release(5), and what distributions do with it. */
function osRelease(text: string): Statement {
  const values = parseOsRelease(text);
  const urls = present({
    home: values.get('HOME_URL'),
    support: values.get('SUPPORT_URL'),
    bugs: values.get('BUG_REPORT_URL'),
    privacy: values.get('PRIVACY_POLICY_URL'),
  });
  const variant = present({ id: values.get('VARIANT_ID'), name: values.get('VARIANT') });
  const idLike = (values.get('ID_LIKE') ?? '').split(/\s+/).filter((word) => word !== '');
  return present({
    id: distroId(values.get('ID') ?? '', values.get('NAME') ?? ''),
    version: values.get('VERSION_ID'),
    name: values.get('NAME'),
    prettyName: values.get('PRETTY_NAME'),
    release: values.get('VERSION'),
    codename: values.get('VERSION_CODENAME') ?? values.get('UBUNTU_CODENAME'),
    idLike: idLike.length === 0 ? undefined : idLike,
    build: values.get('BUILD_ID'),
    cpe: values.get('CPE_NAME'),
    supportEnd: values.get('SUPPORT_END'),
    variant: Object.keys(variant).length === 0 ? undefined : variant,
    urls: Object.keys(urls).length === 0 ? undefined : urls,
  });
}

/** `ID`, except where one `ID` stands for two distributions with different advisories. */
function distroId(id: string, name: string): string {
  const lower = id.toLowerCase();
  if (lower === 'centos' && name === 'CentOS Stream') return 'centos-stream';
  if (lower === 'opensuse' && name === 'openSUSE Leap') return 'opensuse-leap';
  return lower;
}

/** Names in `… release 8.4 (…)` files, and the ids of their distributions. */
const releaseNames: ReadonlyMap<string, string> = new Map([
  ['almalinux', 'almalinux'],
  ['amazon linux', 'amzn'],
  ['amazon linux ami', 'amzn'],
  ['centos', 'centos'],
  ['centos linux', 'centos'],
  ['centos stream', 'centos-stream'],
  ['fedora', 'fedora'],
  ['fedora linux', 'fedora'],
  ['oracle linux server', 'ol'],
  ['oracle linux', 'ol'],
  // Red Hat Linux (until 2003) is not Red Hat Enterprise Linux: its versions mean other releases.
  ['red hat linux', 'redhat'],
  ['red hat enterprise linux', 'rhel'],
  ['red hat enterprise linux server', 'rhel'],
  ['red hat enterprise linux workstation', 'rhel'],
  ['red hat enterprise linux client', 'rhel'],
  ['rocky linux', 'rocky'],
  ['scientific linux', 'scientific'],
  ['vmware photon', 'photon'],
]);

/** First line of a Red Hat style file: `Rocky Linux release 8.10 (Green Obsidian)`. */
function redHatStyle(text: string): Statement {
  const line = (text.split('\n', 1)[0] ?? '').trim();
  const at = line.indexOf(' release ');
  if (at === -1) return {};
  const name = line.slice(0, at).trim();
  const release = line.slice(at + ' release '.length).trim();
  const version = /^[0-9][0-9.]*/.exec(release)?.[0] ?? '';
  const id = releaseNames.get(name.toLowerCase());
  if (id === undefined) return present({ name, prettyName: line, version });
  // "(Final)" is the stage of a release, not its name.
  const words = release.endsWith('(Final)') ? version : release;
  return present({
    id,
    version,
    name,
    prettyName: line,
    release: words,
    idLike: id === 'fedora' || id === 'rhel' ? undefined : ['rhel'],
  });
}

/** `VMware Photon Linux 1.0`, `SUSE Linux Enterprise Server 11 (x86_64)`, `openSUSE 13.2 (x86_64)`. */
function named(id: string): (text: string) => Statement {
  return (text) => {
    const line = (text.split('\n', 1)[0] ?? '').trim();
    const version = /(?:^|\s)v?([0-9][0-9.]*)/.exec(line)?.[1] ?? '';
    const suse = id === 'suse' ? suseId(line) : id;
    return line === '' ? {} : present({ id: suse, version, prettyName: line });
  };
}

function suseId(line: string): string {
  if (line.startsWith('openSUSE')) return 'opensuse-leap';
  return line.includes('Desktop') ? 'sled' : 'sles';
}

/** CPE 2.2 name: `cpe:/o:centos:linux:6:GA`. */
function systemCpe(text: string): Statement {
  const cpe = text.trim();
  const [scheme, part, vendor, product, version] = cpe.split(':');
  if (scheme !== 'cpe' || part !== '/o' || vendor === undefined || product === undefined) return {};
  const ids: ReadonlyMap<string, string> = new Map([
    ['centos', 'centos'],
    ['redhat', 'rhel'],
    ['oracle', 'ol'],
    ['fedoraproject', 'fedora'],
    ['amazon', 'amzn'],
    ['rocky', 'rocky'],
    ['almalinux', 'almalinux'],
  ]);
  const id = ids.get(vendor) ?? vendor;
  return present({ id, version, name: id, prettyName: id, release: version, cpe });
}

/** LSB's file of assignments, which Ubuntu had before os-release. */
function lsbRelease(text: string): Statement {
  const values = parseOsRelease(text);
  return present({
    id: values.get('DISTRIB_ID')?.toLowerCase(),
    version: values.get('DISTRIB_RELEASE'),
    codename: values.get('DISTRIB_CODENAME'),
    prettyName: values.get('DISTRIB_DESCRIPTION'),
  });
}

/** `12.5` for a release, `trixie/sid` for testing and unstable. */
function debianVersion(text: string): Statement {
  const word = text.trim();
  if (/^[0-9]+(?:\.[0-9]+)*$/.test(word)) return { id: 'debian', version: word };
  const [codename, rest] = word.split('/');
  if (rest !== 'sid' || codename === undefined) return {};
  return { id: 'debian', version: '', codename, channel: 'sid' };
}

function alpineRelease(text: string): Statement {
  const version = text.trim();
  return /^[0-9]+\.[0-9]/.test(version) ? { id: 'alpine', version, name: 'Alpine Linux' } : {};
}

/**
 * `https://host/alpine/v3.18/main`: repositories say which branch the system follows. With a tag in
 * front (`@edge https://…`) one is used only for packages that were asked for with it.
 */
function apkRepositories(text: string): Statement {
  const followed = new Set<string>();
  const tagged = new Set<string>();
  for (const { text: line } of lines(text)) {
    const place = line.trim().replace(/^@\S+\s+/, '');
    if (!/^(?:https?:|\/)/.test(place)) continue;
    const branch = /\/alpine\/(edge|v\d{1,3}\.\d{1,3}|latest-stable)(?:\/|$)/.exec(place)?.[1];
    if (branch !== undefined) (line.trim().startsWith('@') ? tagged : followed).add(branch);
  }
  const all = [...followed, ...tagged];
  const channels = new Set(all).size > 1 ? { channels: all } : {};
  const [branch] = followed;
  if (followed.size !== 1 || branch === undefined) return channels;
  if (branch === 'edge') return { id: 'alpine', channel: 'edge', ...channels };
  return branch.startsWith('v')
    ? { id: 'alpine', version: branch.slice(1), ...channels }
    : channels;
}

/** Ubuntu Pro's archives, in one-line (`deb https://esm.ubuntu.com/infra/ubuntu …`) and deb822 (`URIs:`) sources. */
const proSource =
  /^(?:deb\b|uris:)[^#\n\r\u2028\u2029]{0,1000}https?:\/\/esm\.ubuntu\.com\/(?:infra|apps|ubuntu)\b/im;

/**
 * What the Pro client last knew: `{"attached": true, "services": [{"name": "esm-infra", "status":
 * "enabled"}]}`. Its token is never read.
 */
function proStatus(text: string): Statement {
  let found: unknown;
  try {
    found = parseJsonBytes(Buffer.from(text), 'the status of Ubuntu Pro');
  } catch (error) {
    // Another client's or a broken file: apt's sources and the packages tell as well.
    if (error instanceof PlimsollError) return {};
    throw error;
  }
  const status = objectOf(found);
  const enabled = listOf(status['services'])
    .map(objectOf)
    .some(
      ({ name, status: state }) =>
        typeof name === 'string' && name.startsWith('esm-') && state === 'enabled',
    );
  return status['attached'] === true && enabled ? { channels: ['esm'] } : {};
}

/** Suites of apt's one-line (`deb URI SUITE …`) and deb822 (`Suites:`) sources: tells testing from unstable; and Ubuntu Pro's archives. */
function aptSources(text: string): Statement {
  if (proSource.test(text)) return { channels: ['esm'] };
  for (const { text: line } of lines(text)) {
    if (line.length > 4096) continue;
    const words = line
      .replaceAll(/\[[^\]]*\]?/g, (options) => (options.endsWith(']') ? ' ' : options))
      .trim()
      .split(/\s+/);
    const suite = words[0] === 'deb' ? words[2] : words[1];
    if (words[0] !== 'deb' && words[0]?.toLowerCase() !== 'suites:') continue;
    if (suite === 'sid' || suite === 'unstable') return { channel: 'sid' };
    if (suite === 'testing') return { channel: 'testing' };
  }
  return {};
}

/** Busybox images carry no release file; the program's banner is all there is. */
function busybox(bytes: Uint8Array): Statement {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = view.indexOf('BusyBox v'); at !== -1; at = view.indexOf('BusyBox v', at + 1)) {
    const banner = view.toString('latin1', at, at + 40);
    const version = /^BusyBox v([0-9]+\.[0-9]+(?:\.[0-9]+)?)/.exec(banner)?.[1];
    if (version === undefined) continue;
    const name = 'busybox';
    return { id: name, name, version, release: version, prettyName: `BusyBox v${version}` };
  }
  return {};
}

const readers: ReadonlyMap<string, (text: string) => Statement> = new Map([
  ['etc/os-release', osRelease],
  ['usr/lib/os-release', osRelease],
  ['etc/alpine-release', alpineRelease],
  ['etc/almalinux-release', redHatStyle],
  ['etc/rocky-release', redHatStyle],
  ['etc/oracle-release', redHatStyle],
  ['etc/fedora-release', redHatStyle],
  ['etc/centos-release', redHatStyle],
  ['etc/photon-release', named('photon')],
  ['etc/SuSE-release', named('suse')],
  ['etc/redhat-release', redHatStyle],
  ['etc/system-release', redHatStyle],
  ['etc/system-release-cpe', systemCpe],
  ['etc/lsb-release', lsbRelease],
  ['etc/debian_version', debianVersion],
  ['etc/apk/repositories', apkRepositories],
  ['var/lib/ubuntu-advantage/status.json', proStatus],
]);

const aptFiles = /^etc\/apt\/(?:sources\.list|sources\.list\.d\/[^/]+\.(?:list|sources))$/;
const exact: ReadonlySet<string> = new Set(osFiles);

/** The files that name the operating system; `identifyOs` weighs them against each other. */
export const os: FileAnalyzer = {
  id: 'os',
  version: 2,
  type: 'os',
  finds: 'os',
  files: [
    ...osFiles,
    'etc/apt/sources.list',
    'etc/apt/sources.list.d/*.list',
    'etc/apt/sources.list.d/*.sources',
  ],
  wants: (path) => exact.has(path) || (path.startsWith('etc/apt/') && aptFiles.test(path)),
  read: (file) => {
    if (file.path.endsWith('bin/busybox')) return { os: busybox(file.bytes) };
    const reader = readers.get(file.path) ?? aptSources;
    return { os: reader(file.text()) };
  },
};
