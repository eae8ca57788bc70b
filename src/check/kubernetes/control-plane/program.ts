import { listOf, objectOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { readYamlTree } from '../../../formats/yaml-tree.ts';
import { shown } from '../fields.ts';
import type { KubernetesView, Path } from '../view.ts';
import { valueAt } from '../workloads.ts';
import { collectorGroup, reportedPrograms } from './reports.ts';
import type { Component } from './words.ts';

/** A part of Kubernetes as one object runs or configures it. */
export interface Program {
  /** Flags by name without dashes; a flag without a value is `true`. */
  readonly flags: ReadonlyMap<string, { readonly value: string; readonly path: Path }>;
  /** The configuration file of the kubelet or kube-proxy, when it is known. */
  readonly config: JsonObject | undefined;
  /** Where the command stands; a flag that is missing is told here. */
  readonly path: Path;
  /** Everything that says how the program is started. */
  readonly also: readonly Path[];
  /** Flags that a collector asked for; of the others nothing is known. Absent: all are known. */
  readonly known?: ReadonlySet<string>;
  /** Path of the configuration in the object; absent when it came encoded. */
  readonly configPath: Path | undefined;
}

/** Names of programs, before anything is made of the words of a container. */
const names = /kube-apiserver|kube-controller-manager|kube-scheduler|kube-proxy|etcd|kubelet/;

const runs = new WeakMap<KubernetesView, Map<Component, readonly Program[]>>();

/** The programs of a component that an object runs, configures or reports: asked by sixty rules, found once. */
export function programsOf(view: KubernetesView, component: Component): readonly Program[] {
  let found = runs.get(view);
  if (found === undefined) runs.set(view, (found = new Map()));
  let programs = found.get(component);
  if (programs === undefined) found.set(component, (programs = programsIn(view, component)));
  return programs;
}

function programsIn(view: KubernetesView, component: Component): readonly Program[] {
  if (component === 'kube-scheduler' && view.kind === 'KubeSchedulerConfiguration')
    return [configured(view.object)];
  if (component === 'kubelet') {
    if (view.kind === 'KubeletConfiguration') return [configured(view.object)];
    if (view.kind === 'NodeInfo') return [collected(view.object)];
  }
  if (view.group === collectorGroup) return reported(view, component);
  if (component === 'kube-proxy') {
    if (view.kind === 'KubeProxyConfiguration') return [configured(view.object)];
    if (view.kind === 'ConfigMap') return proxyMaps(view.object);
  }
  return (view.pod?.containers ?? []).flatMap(({ spec, path }) => {
    const named = (field: string): boolean =>
      listOf(spec[field]).some((word) => names.test(shown(word)));
    if (!named('command') && !named('args')) return [];
    const words = ['command', 'args'].flatMap((field) =>
      listOf(spec[field]).map((word, index) => ({
        word: shown(word),
        path: [...path, field, index],
      })),
    );
    if (!words.some(({ word }) => isProgram(word, component))) return [];
    const at = [...path, listOf(spec['command']).length > 0 ? 'command' : 'args'];
    const also = [
      [...path, 'command'],
      [...path, 'args'],
    ];
    return [{ flags: flagsOf(words), config: undefined, path: at, also, configPath: undefined }];
  });
}

/** A path that ends in the program's name; scripts that start it name it among other words. */
function isProgram(word: string, component: Component): boolean {
  return word.split(/\s+/).some((part) => part === component || part.endsWith(`/${component}`));
}

interface Word {
  readonly word: string;
  readonly path: Path;
}

/** `--name=value`, and `--name value` in one word or two; of a flag given twice the last counts, as in Go. */
function flagsOf(words: readonly Word[]): Program['flags'] {
  const flags = new Map<string, { value: string; path: Path }>();
  const parts = words.flatMap(({ word, path }) =>
    word.split(/\s+/).map((part) => ({ word: part, path })),
  );
  parts.forEach(({ word, path }, index) => {
    const [, name, value] = /^--?([A-Za-z][\w.-]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) return;
    const next = parts[index + 1]?.word;
    const following = next === undefined || next.startsWith('-') ? 'true' : next;
    flags.set(name, { value: value ?? following, path });
  });
  return flags;
}

function configured(config: JsonObject): Program {
  return { flags: new Map(), config, path: ['kind'], also: [['kind']], configPath: [] };
}

/** Configurations of kube-proxy that a ConfigMap holds: the way in which kubeadm hands it over. */
function proxyMaps(object: JsonObject): readonly Program[] {
  return Object.entries(objectOf(object['data'])).flatMap(([key, value]) => {
    const text = shown(value);
    if (!text.includes('KubeProxyConfiguration')) return [];
    const config = contentOf(text);
    if (config?.['kind'] !== 'KubeProxyConfiguration') return [];
    const path = ['data', key];
    return [{ flags: new Map(), config, path, also: [], configPath: undefined }];
  });
}

/** Answers of a collector by name, and the flags that they are about. */
const answers: Readonly<Record<string, string>> = {
  kubeletAnonymousAuthArgumentSet: 'anonymous-auth',
  kubeletAuthorizationModeArgumentSet: 'authorization-mode',
  kubeletClientCaFileArgumentSet: 'client-ca-file',
  kubeletEventQpsArgumentSet: 'event-qps',
  kubeletHostnameOverrideArgumentSet: 'hostname-override',
  kubeletMakeIptablesUtilChainsArgumentSet: 'make-iptables-util-chains',
  kubeletOnlyUseStrongCryptographic: 'tls-cipher-suites',
  kubeletProtectKernelDefaultsArgumentSet: 'protect-kernel-defaults',
  kubeletReadOnlyPortArgumentSet: 'read-only-port',
  kubeletRotateCertificatesArgumentSet: 'rotate-certificates',
  kubeletStreamingConnectionIdleTimeoutArgumentSet: 'streaming-connection-idle-timeout',
  kubeletTlsCertFileTlsArgumentSet: 'tls-cert-file',
  kubeletTlsPrivateKeyFileArgumentSet: 'tls-private-key-file',
};

/** What a collector answers question by question. */
function collected(object: JsonObject): Program {
  const info = objectOf(object['info']);
  const flags = new Map<string, { value: string; path: Path }>();
  const known = new Set<string>();
  for (const [name, flag] of Object.entries(answers)) {
    if (info[name] === undefined) continue;
    known.add(flag);
    const values = listOf(objectOf(info[name])['values']).map(shown);
    if (values.length > 0) flags.set(flag, { value: values.join(','), path: ['info', name] });
  }
  return { flags, known, config: undefined, path: ['info'], also: [], configPath: undefined };
}

/** What a collector on the node reports: the command line, and the file in base64. */
function reported({ kind, object }: KubernetesView, component: Component): readonly Program[] {
  return reportedPrograms.flatMap((row) => {
    if (row.kind !== kind || row.component !== component) return [];
    const word = shown(valueAt(object, row.commandLine));
    // The kubelet is judged by its file, too; of the others there is nothing but the command line.
    if (word === '' && row.config === undefined) return [];
    const flags = flagsOf([{ word, path: row.commandLine }]);
    // The collector looks where the file usually lies; without --config the kubelet reads none
    // (reference of the kubelet: "Omit this flag to use the built-in default configuration values").
    const reads = word === '' || flags.has('config') || flags.has('config-dir');
    return [
      {
        flags,
        config: reads ? encodedConfig(row.config && valueAt(object, row.config)) : undefined,
        path: row.commandLine,
        also: [],
        configPath: undefined,
      },
    ];
  });
}

/** A configuration file that a collector reports in base64. */
function encodedConfig(content: unknown): JsonObject | undefined {
  return contentOf(Buffer.from(shown(content), 'base64').toString('utf8'));
}

/** The file came from outside like everything else; one that does not parse is no configuration. */
function contentOf(text: string): JsonObject | undefined {
  if (text === '') return undefined;
  try {
    const { documents, faults } = readYamlTree(text, 'a configuration of a node');
    return faults.length > 0 ? undefined : objectOf(documents[0]?.value);
  } catch {
    return undefined;
  }
}

/** The items of a flag that lists some. */
export function itemsOf(program: Program, flag: string): readonly string[] {
  const value = program.flags.get(flag)?.value ?? '';
  return value.split(',').filter((item) => item !== '');
}

/** A value of the configuration file as a text; lists with commas. */
export function configText(config: JsonObject | undefined, path: Path): string | undefined {
  const value = valueAt(config, path);
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? textsOf(value).join(',') : shown(value);
}
