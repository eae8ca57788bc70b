import { listOf, objectOf, textOf, textsOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import { readYamlTree } from '../../formats/yaml-tree.ts';
import type { YamlValue } from '../../formats/yaml-edit.ts';
import type { Answer, Fault } from '../contract.ts';
import { fieldEdits } from '../field-edit.ts';
import { valueOf, whyUnread } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { configure, daemonFault } from './fault.ts';
import type { DaemonView } from './view.ts';
import { filled, joined, notSet, semicolon } from '../words.ts';
import type { Said } from '../words.ts';
import type { Text } from '../../model/index.ts';

/** Value of a setting: a switch, a word, or a list of words. */
export type SettingValue = string | boolean | readonly string[];

/** One place that says something about a setting. */
export interface Source {
  readonly from: 'API' | 'command line' | 'file' | 'unit' | 'default';
  readonly value: SettingValue;
}

/** A setting in force with everybody who speaks of it, the one that decides first. */
export type Setting =
  | { readonly state: 'known'; readonly value: SettingValue; readonly sources: readonly Source[] }
  | { readonly state: 'unread'; readonly code: string };

/** How one setting is written in each place. */
interface Spelling {
  readonly flags: readonly string[];
  readonly key: string;
  readonly kind: 'switch' | 'word' | 'list';
  readonly fallback: SettingValue;
  /** What the running daemon itself says; undefined when it says nothing. */
  readonly api?: (info: JsonObject, view: DaemonView) => SettingValue | undefined;
}

const security =
  (name: string) =>
  (info: JsonObject): SettingValue | undefined => {
    const found = textsOf(info['SecurityOptions']).find((one) =>
      one.split(',').includes(`name=${name}`),
    );
    return found === undefined ? undefined : found.slice(`name=${name}`.length).replace(/^,/, '');
  };

/** Settings of dockerd, by the name of their key in `daemon.json`. */
const spellings: ReadonlyMap<string, Spelling> = new Map<string, Spelling>([
  [
    'icc',
    {
      flags: ['--icc'],
      key: 'icc',
      kind: 'switch',
      fallback: true,
      api: (_info, view) => bridgeOption(view, 'com.docker.network.bridge.enable_icc'),
    },
  ],
  ['log-level', { flags: ['--log-level', '-l'], key: 'log-level', kind: 'word', fallback: 'info' }],
  [
    'debug',
    {
      flags: ['--debug', '-D'],
      key: 'debug',
      kind: 'switch',
      fallback: false,
      api: (info) => flag(info['Debug']),
    },
  ],
  ['iptables', { flags: ['--iptables'], key: 'iptables', kind: 'switch', fallback: true }],
  [
    'insecure-registries',
    {
      flags: ['--insecure-registry'],
      key: 'insecure-registries',
      kind: 'list',
      fallback: [],
      api: insecureOf,
    },
  ],
  [
    'disable-legacy-registry',
    {
      flags: ['--disable-legacy-registry'],
      key: 'disable-legacy-registry',
      kind: 'switch',
      fallback: true,
    },
  ],
  [
    'storage-driver',
    {
      flags: ['--storage-driver', '-s'],
      key: 'storage-driver',
      kind: 'word',
      fallback: 'overlay2',
      api: (info) => textOf(info['Driver']),
    },
  ],
  ['storage-opts', { flags: ['--storage-opt'], key: 'storage-opts', kind: 'list', fallback: [] }],
  [
    'hosts',
    {
      flags: ['--host', '-H'],
      key: 'hosts',
      kind: 'list',
      fallback: ['unix:///var/run/docker.sock'],
    },
  ],
  ['tls', { flags: ['--tls'], key: 'tls', kind: 'switch', fallback: false }],
  ['tlsverify', { flags: ['--tlsverify'], key: 'tlsverify', kind: 'switch', fallback: false }],
  [
    'default-ulimits',
    { flags: ['--default-ulimit'], key: 'default-ulimits', kind: 'list', fallback: [] },
  ],
  [
    'userns-remap',
    {
      flags: ['--userns-remap'],
      key: 'userns-remap',
      kind: 'word',
      fallback: '',
      api: (info) => (security('userns')(info) === undefined ? undefined : 'on'),
    },
  ],
  [
    'cgroup-parent',
    { flags: ['--cgroup-parent'], key: 'cgroup-parent', kind: 'word', fallback: '' },
  ],
  [
    'authorization-plugins',
    {
      flags: ['--authorization-plugin'],
      key: 'authorization-plugins',
      kind: 'list',
      fallback: [],
      api: (info) => textsOf(objectOf(info['Plugins'])['Authorization']),
    },
  ],
  [
    'log-driver',
    {
      flags: ['--log-driver'],
      key: 'log-driver',
      kind: 'word',
      fallback: 'json-file',
      api: (info) => textOf(info['LoggingDriver']),
    },
  ],
  [
    'no-new-privileges',
    {
      flags: ['--no-new-privileges'],
      key: 'no-new-privileges',
      kind: 'switch',
      fallback: false,
      api: (info) => (security('no-new-privileges')(info) === undefined ? undefined : true),
    },
  ],
  [
    'live-restore',
    {
      flags: ['--live-restore'],
      key: 'live-restore',
      kind: 'switch',
      fallback: false,
      api: (info) => flag(info['LiveRestoreEnabled']),
    },
  ],
  [
    'userland-proxy',
    { flags: ['--userland-proxy'], key: 'userland-proxy', kind: 'switch', fallback: true },
  ],
  [
    'seccomp-profile',
    {
      flags: ['--seccomp-profile'],
      key: 'seccomp-profile',
      kind: 'word',
      fallback: 'builtin',
      api: seccompApi,
    },
  ],
  [
    'experimental',
    {
      flags: ['--experimental'],
      key: 'experimental',
      kind: 'switch',
      fallback: false,
      api: (info) => flag(info['ExperimentalBuild']),
    },
  ],
  [
    'pidfile',
    { flags: ['--pidfile', '-p'], key: 'pidfile', kind: 'word', fallback: '/var/run/docker.pid' },
  ],
]);

function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function bridgeOption(view: DaemonView, name: string): boolean | undefined {
  const options = objectOf(objectOf(valueOf(view.bridge))['Options']);
  const text = textOf(options[name]);
  return text === undefined ? undefined : text === 'true';
}

/** The loopback is always listed; who speaks to it needs no certificate. */
function insecureOf(info: JsonObject): readonly string[] | undefined {
  if (info['RegistryConfig'] === undefined) return undefined;
  const registry = objectOf(info['RegistryConfig']);
  const ranges = textsOf(registry['InsecureRegistryCIDRs']).filter(
    (range) => range !== '127.0.0.0/8' && range !== '::1/128',
  );
  const names = Object.entries(objectOf(registry['IndexConfigs']))
    .filter(([, one]) => objectOf(one)['Secure'] === false)
    .map(([name]) => name);
  return [...ranges, ...names];
}

function seccompApi(info: JsonObject): SettingValue | undefined {
  const said = security('seccomp')(info);
  if (typeof said !== 'string') return info['SecurityOptions'] === undefined ? undefined : 'none';
  const profile = said.replace(/^profile=/, '');
  return profile === 'default' || profile === '' ? 'builtin' : profile;
}

/**
 * A setting in force: the word of the running daemon, then its command line, then `daemon.json`, then
 * the unit (which only counts at the next start unless the command line is not known), then the
 * default. All who speak are kept, because they may differ.
 */
export function settingOf(view: DaemonView, name: string): Setting {
  const spelling = spellings.get(name);
  if (spelling === undefined) return { state: 'unread', code: 'CHECK_VALUE_FORM' };
  const info = valueOf(view.info);
  const said: [Source['from'], SettingValue | undefined][] = [
    ['API', info === undefined ? undefined : spelling.api?.(info, view)],
    ['command line', fromWords(valueOf(view.commandLine), spelling)],
    ['file', fromFile(valueOf(view.file), spelling)],
    ['unit', fromWords(valueOf(view.unit), spelling)],
  ];
  const sources = said.flatMap(([from, value]) => (value === undefined ? [] : [{ from, value }]));
  const [first] = sources;
  const started = view.commandLine?.state === 'value';
  if (first !== undefined && !(first.from === 'unit' && started)) {
    return { state: 'known', value: first.value, sources };
  }
  const gap = view.fileOnly
    ? unreadOf(view.file)
    : (unreadOf(view.commandLine ?? view.unit) ?? unreadOf(view.file));
  if (gap !== undefined) return { state: 'unread', code: gap };
  const fallback: Source = { from: 'default', value: spelling.fallback };
  return { state: 'known', value: spelling.fallback, sources: [fallback, ...sources] };
}

/** Why a place says nothing: nobody could look there. Absent is an answer. */
function unreadOf(fact: Fact<unknown> | undefined): string | undefined {
  if (fact === undefined) return 'NOT_THIS_MACHINE';
  return fact.state === 'unread' ? fact.code : undefined;
}

function fromFile(file: JsonObject | undefined, spelling: Spelling): SettingValue | undefined {
  const value = file?.[spelling.key];
  if (value === undefined) return undefined;
  if (spelling.kind === 'switch') return flag(value);
  if (spelling.kind === 'list')
    return Array.isArray(value) ? listOf(value).map(String) : Object.keys(objectOf(value));
  return typeof value === 'string' ? value : undefined;
}

/** Words as Go's pflag reads them: `--icc=false`, `--log-level info`, `-H=fd://`, `-Hfd://`; the last one counts. */
function fromWords(
  words: readonly string[] | undefined,
  spelling: Spelling,
): SettingValue | undefined {
  const found: string[] = [];
  words?.forEach((word, at) => {
    for (const name of spelling.flags) {
      if (word === name) found.push(spelling.kind === 'switch' ? 'true' : (words[at + 1] ?? ''));
      else if (word.startsWith(`${name}=`)) found.push(word.slice(name.length + 1));
      else if (name.length === 2 && spelling.kind !== 'switch' && word.startsWith(name))
        found.push(word.slice(2));
    }
  });
  const last = found.at(-1);
  if (last === undefined) return undefined;
  if (spelling.kind === 'list') return found;
  return spelling.kind === 'switch' ? /^(?:1|t|true)$/i.test(last) : last;
}

/** Everybody who speaks of a setting, in words. */
export function sourcesText(view: DaemonView, name: string, setting: Setting): Text {
  if (setting.state === 'unread') {
    const why = whyUnread(setting.code);
    const text = { en: '{name}: could not be read: {why}', 'zh-CN': '{name}：无法读取：{why}' };
    return filled(text, { name, why });
  }
  const words = setting.sources.map(({ from, value }) =>
    filled(
      { en: '{value} ({from})', 'zh-CN': '{value}（{from}）' },
      { value: shownValue(value), from: from === 'file' ? view.filePath : places[from] },
    ),
  );
  const text = { en: '{name}: {words}', 'zh-CN': '{name}：{words}' };
  return filled(text, { name, words: joined(words, semicolon) });
}

const places: Readonly<Record<Exclude<Source['from'], 'file'>, Said>> = {
  API: 'API',
  'command line': { en: 'command line', 'zh-CN': '命令行' },
  unit: { en: 'unit', 'zh-CN': 'systemd 单元' },
  default: { en: 'default', 'zh-CN': '默认值' },
};

const none: Text = { en: 'none', 'zh-CN': '无' };

function shownValue(value: SettingValue): Said {
  if (typeof value !== 'object') return value === '' ? notSet : String(value);
  return value.length === 0 ? none : value.join(', ');
}

/** What a rule about one setting wants. */
export interface Wanted {
  readonly name: string;
  readonly good: (value: SettingValue) => boolean;
  /** In words: `false`. */
  readonly wanted: Said;
  /** JSON text of the value that `daemon.json` should have. */
  readonly json: string;
  /** Whether an edit may set it: `review` when containers may rely on what it is now. */
  readonly edit?: 'sure' | 'review';
}

/** Judges one setting in force and answers; what could not be read is never a pass. */
export function judgeSetting(
  view: DaemonView,
  answer: Answer,
  { name, good, wanted, json, edit }: Wanted,
): void {
  const setting = settingOf(view, name);
  const said = sourcesText(view, name, setting);
  if (setting.state === 'unread') return answer.couldNotRead(said);
  if (good(setting.value)) return answer.passed(said);
  const [decides] = setting.sources;
  const command = configure(view, name, { json, byCommandLine: decides?.from === 'command line' });
  const edits = edit === undefined ? {} : settingEdits(view, name, json);
  const fault = daemonFault(view, { name, observed: said, wanted, command });
  answer.fail({ ...fault, ...edits, review: edit === 'review' });
}

/** Edits of a `daemon.json` that was given alone; the file of a running daemon is changed by command. */
function settingEdits(view: DaemonView, name: string, json: string): Partial<Fault> {
  const { text, filePath: file } = view;
  if (text === undefined) return {};
  const [document] = readYamlTree(text, `"${file}"`).documents;
  if (document === undefined) return {};
  const { entry, parts } = document;
  const to = JSON.parse(json) as YamlValue;
  return fieldEdits({ file, text, entry, parts }, [{ set: [name], to }]);
}
