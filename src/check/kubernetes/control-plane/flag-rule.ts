import type { Aliases, Component, Severity, Text } from './words.ts';
import { clusterOf, switchedOff } from '../cloud/clusters.ts';
import type { ManagedSetting } from '../cloud/contract.ts';
import type { Answer } from '../../contract.ts';
import { failAt } from '../judge.ts';
import { endingOf } from './flag-edit.ts';
import type { FlagEdit } from './flag-edit.ts';
import type { KubernetesRule } from '../rule.ts';
import type { KubernetesView, Path } from '../view.ts';
import { configText, programsOf } from './program.ts';
import type { Program } from './program.ts';
import { notSet } from '../../words.ts';

/** One setting of a component that a flag decides: a row of a table, and a rule of its own. */
export interface FlagRow {
  readonly id: string;
  readonly component: Component;
  readonly severity: Severity;
  readonly aliases: Aliases;
  readonly title: Text;
  readonly why: Text;
  /** The setting as it ought to be: `--profiling=false`. */
  readonly wanted: string;
  /** How an edit ends it, where the value is nobody's to decide. */
  readonly edit?: FlagEdit;
  /** Flags at fault; none when the program is well set. */
  readonly faulty: (program: Program) => readonly string[];
  /** Whether the setting may stand in a file that nobody has shown. */
  readonly hidden?: (program: Program) => boolean;
  /** Where the kubelet's configuration file has the setting. */
  readonly config?: Path;
  /** Ids for one value, when they are fewer than the row's. */
  readonly idsFor?: (value: string | undefined) => Aliases | undefined;
  /** Arguments of a program that is badly set, and of one that is well set. */
  readonly bad: string;
  readonly good: string;
  readonly optional?: boolean;
  /** The setting of a managed cluster that says the same, and the ids that ask for it. */
  readonly managed?: ManagedFlag;
}

/** How a cloud's description of its cluster answers a row. */
interface ManagedFlag {
  readonly setting: ManagedSetting;
  readonly message: Text;
  readonly aliases: Aliases;
}

/** The rule that a row is. */
export function flagRule(row: FlagRow): KubernetesRule {
  const { component, wanted } = row;
  return {
    id: row.id,
    aliases: row.aliases,
    severity: row.severity,
    ...(row.optional === true && { level: 'strict' as const }),
    title: row.title,
    message: {
      en: `${component}: ${row.title.en} ({flag} is {value})`,
      'zh-CN': `${component}：${row.title['zh-CN']}（{flag} 为 {value}）`,
    },
    why: row.why,
    advice: {
      en: `Start ${component} with ${wanted}.`,
      'zh-CN': `以 ${wanted} 启动 ${component}。`,
    },
    references: [`https://kubernetes.io/docs/reference/command-line-tools-reference/${component}/`],
    bad: [staticPod(component, row.bad)],
    good: [staticPod(component, row.good), staticPod('sleep', '1d')],
    check: (view, answer) => {
      if (row.managed !== undefined && clusterOf(view) !== undefined) {
        judgeManaged(view, answer, row.managed);
        return;
      }
      const programs = programsOf(view, component);
      if (programs.length === 0)
        answer.notApplicable({ en: `no ${component}`, 'zh-CN': `没有 ${component}` });
      for (const program of programs) {
        if (row.hidden?.(program) === true) {
          const file = program.flags.get('config')?.value ?? '';
          answer.couldNotRead({
            en: `the setting may stand in "${file}", which was not given`,
            'zh-CN': `该设置可能在“${file}”中，但未提供该文件`,
          });
        }
        for (const flag of row.faulty(program)) {
          if (program.known?.has(flag) === false) continue;
          const given = program.flags.get(flag);
          const value = given?.value ?? configText(program.config, row.config ?? []);
          const aliases = row.idsFor?.(value);
          const inFile = placeInConfig(program, row.config);
          const of = { component, edit: row.edit, inFile };
          failAt(view, answer, {
            path: given?.path ?? inFile ?? program.path,
            alsoPaths: [...program.also, ...(row.config === undefined ? [] : [row.config])],
            params: { flag: `--${flag}`, value: value ?? notSet },
            ...(aliases !== undefined && { aliases }),
            ...endingOf(view, of, { program, flag, value: given?.value }),
          });
        }
      }
    },
  };
}

function judgeManaged(view: KubernetesView, answer: Answer, row: ManagedFlag): void {
  const off = switchedOff(view, row.setting);
  if (off === undefined) return;
  const { service, ...rest } = off;
  const { message, aliases } = row;
  failAt(view, answer, { ...rest, params: { service }, message, aliases });
}

function placeInConfig(program: Program, config: Path | undefined): Path | undefined {
  return program.configPath === undefined || config === undefined
    ? undefined
    : [...program.configPath, ...config];
}

/** A static pod that runs a component; an example. */
function staticPod(component: string, args: string): string {
  const words = args === '' ? [] : args.split(' ');
  return [
    'apiVersion: v1',
    'kind: Pod',
    `metadata: { name: ${component}, namespace: kube-system }`,
    'spec:',
    '  containers:',
    `    - name: ${component}`,
    `      image: registry.k8s.io/${component}:v1.37.2`,
    '      command:',
    `        - ${component}`,
    ...words.map((word) => `        - '${word}'`),
    '',
  ].join('\n');
}

/** Faulty unless a flag (or the configuration file) has one of some values. */
export function unless(
  flag: string,
  isGood: (value: string | undefined, inFile: boolean) => boolean,
  config?: Path,
): Pick<FlagRow, 'faulty' | 'hidden' | 'config'> {
  // A kubelet whose file nobody has shown may have the setting there.
  const hidden = (program: Program): boolean =>
    config !== undefined &&
    !program.flags.has(flag) &&
    program.flags.has('config') &&
    program.config === undefined;
  return {
    ...(config !== undefined && { config, hidden }),
    faulty: (program) => {
      const given = program.flags.get(flag)?.value;
      const value = given ?? (config && configText(program.config, config));
      if (hidden(program)) return [];
      return isGood(value, program.config !== undefined || program.known !== undefined)
        ? []
        : [flag];
    },
  };
}

/** Faulty when one of some flags is missing. */
export function required(...flags: readonly string[]): Pick<FlagRow, 'faulty'> {
  return { faulty: (program) => flags.filter((flag) => !program.flags.has(flag)) };
}

/** Faulty when a flag is given at all. */
export function forbidden(flag: string): Pick<FlagRow, 'faulty'> {
  return { faulty: (program) => (program.flags.has(flag) ? [flag] : []) };
}
