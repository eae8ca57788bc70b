import { listOf, objectOf, textOf, textsOf } from '../formats/json-values.ts';
import type { JsonObject } from '../formats/json-values.ts';
import { readYaml } from '../formats/yaml.ts';
import type { YamlDocument } from '../formats/yaml.ts';
import { errorText } from '../model/index.ts';
import type { Finding, Severity } from '../model/index.ts';
import { PolicyError } from './errors.ts';
import type { IgnoreEntry, IgnoreFile } from './ignore-entry.ts';

/** What the settings of another tool say about rules that both have. */
export interface ToolSettings {
  readonly ignore: IgnoreFile;
  /** Severities by id of that tool, upper case. */
  readonly severities: ReadonlyMap<string, Severity>;
  /** Ids of rules that are asked for, whatever the standard says. */
  readonly include: readonly string[];
  /** Options of our rules, by rule id. */
  readonly options: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** One file that other tools read their settings from. */
interface SettingsFile {
  readonly names: readonly string[];
  /** Where the list of what is left out stands: keys, from the top. */
  readonly ignored: readonly string[];
  /** The same of the list of what is asked for. */
  readonly included?: readonly string[];
  readonly read?: (settings: JsonObject) => {
    readonly severities?: readonly (readonly [string, Severity])[];
    readonly options?: ToolSettings['options'];
  };
}

/** hadolint's words for severities. */
const hadolintWords: readonly (readonly [string, Severity])[] = [
  ['error', 'high'],
  ['warning', 'medium'],
  ['info', 'low'],
  ['style', 'low'],
];

/** Every file that is understood; a new one is one entry. */
const settingsFiles: readonly SettingsFile[] = [
  {
    names: ['.hadolint.yaml', '.hadolint.yml'],
    ignored: ['ignored'],
    read: (settings) => {
      const override = objectOf(settings['override']);
      const registries = textsOf(settings['trustedRegistries']);
      const labels = Object.keys(objectOf(settings['label-schema']));
      return {
        severities: hadolintWords.flatMap(([word, severity]) =>
          textsOf(override[word]).map((id) => [id, severity] as const),
        ),
        options: {
          ...(registries.length === 0 ? {} : { 'DF-FROM-REGISTRY': { registries } }),
          ...(labels.length === 0 ? {} : { 'DF-LABEL-MISSING': { required: labels } }),
        },
      };
    },
  },
  {
    names: ['.checkov.yaml', '.checkov.yml'],
    ignored: ['skip-check'],
  },
  {
    names: ['.kube-linter.yaml', '.kube-linter.yml'],
    ignored: ['checks', 'exclude'],
    included: ['checks', 'include'],
  },
  {
    names: ['kics.config', '.kics.yaml'],
    ignored: ['exclude-queries'],
  },
];

/** Names under which settings of other tools are looked for. */
export const settingsNames: readonly string[] = settingsFiles.flatMap(({ names }) => names);

/**
 * Reads the settings of another tool. What they leave out is left out here too, under the ids of
 * that tool.
 * @throws {PolicyError} IGNORE_FILE_INVALID when the file is no YAML.
 */
export function readToolSettings(name: string, text: string): ToolSettings {
  const file = settingsFiles.find(({ names }) => names.includes(name));
  let document: YamlDocument;
  try {
    document = readYaml(text, `"${name}"`);
  } catch (cause) {
    throw new PolicyError('IGNORE_FILE_INVALID', errorText(cause), { cause });
  }
  const settings = objectOf(document.value);
  const { ignored = [], included = [] } = file ?? {};
  const { severities = [], options = {} } = file?.read?.(settings) ?? {};
  const at = (way: readonly string[]): unknown =>
    way.reduce<unknown>((value, key) => objectOf(value)[key], settings);
  const items = listOf(at(ignored));
  const entries = items.flatMap((item, place): readonly IgnoreEntry[] => {
    const id = textOf(item);
    if (id === undefined || id === '') return [];
    const line = document.lineOf([...ignored, place]) ?? 0;
    return [{ id: id.toUpperCase(), line, packages: [], paths: [], purls: [] }];
  });
  return {
    ignore: { path: name, entries },
    // Who says which registries or labels are wanted wants them judged.
    include: [...textsOf(included.length === 0 ? [] : at(included)), ...Object.keys(options)],
    severities: new Map(severities.map(([id, severity]) => [id.toUpperCase(), severity])),
    options,
  };
}

/** Findings with the severities that settings give to their ids. */
export function withSeverities(
  findings: readonly Finding[],
  severities: ReadonlyMap<string, Severity>,
): readonly Finding[] {
  if (severities.size === 0) return findings;
  return findings.map((finding) => {
    const ids = [finding.rule, ...finding.aliases].map((id) => id.toUpperCase());
    const given = ids.map((id) => severities.get(id)).find((one) => one !== undefined);
    return given === undefined ? finding : { ...finding, severity: given };
  });
}
