import { textOf } from '../../formats/json-values.ts';
import type { YamlValue } from '../../formats/yaml-edit.ts';
import type { Location } from '../../model/index.ts';
import type { Answer, Fault } from '../contract.ts';
import { fieldEdits } from '../field-edit.ts';
import type { Change } from '../field-edit.ts';
import { called, isWindows, shown } from './fields.ts';
import type { PodSecurityCheck } from './pod-security/contract.ts';
import { newestMinor } from './pod-security/standard.ts';
import type { Container, KubernetesView, Path, PodView } from './view.ts';

/** A fault with its path from the object instead of a place. */
export interface FieldFault extends Omit<Fault, 'at' | 'also'> {
  readonly path: Path;
  /** Paths of further fields that have to do with it. */
  readonly alsoPaths?: readonly Path[];
  /** The value that ends it when the field at `path` gets it and nothing else changes. */
  readonly wanted?: YamlValue;
  /** Changes that end it together, where one value does not. */
  readonly changes?: readonly Change[];
}

type Judged = FieldFault | readonly FieldFault[] | undefined;

/** Asks about each container of an object's pod; the message's `{container}` is filled in. */
export function eachContainer(
  view: KubernetesView,
  answer: Answer,
  judge: (container: Container, pod: PodView) => Judged,
): void {
  const { pod } = view;
  if (pod === undefined) {
    answer.notApplicable({ en: 'no pod', 'zh-CN': '没有 Pod' });
    return;
  }
  for (const container of pod.containers) {
    for (const fault of [judge(container, pod) ?? []].flat() as readonly FieldFault[]) {
      if (isWindows(pod) && lacksLinux(view, fault.path)) {
        answer.notApplicable({
          en: 'the API server refuses the field for pods on Windows',
          'zh-CN': 'API 服务器不接受 Windows Pod 使用该字段',
        });
        continue;
      }
      const params = { container: called(container), ...fault.params };
      failAt(view, answer, { ...withoutLinux(fault, pod), params });
    }
  }
}

/** Fields of a security context that the API server refuses where `spec.os.name` is `windows`. */
const ofLinux: ReadonlySet<string | number> = new Set([
  'allowPrivilegeEscalation',
  'appArmorProfile',
  'capabilities',
  'privileged',
  'procMount',
  'readOnlyRootFilesystem',
  'runAsGroup',
  'runAsUser',
  'seLinuxOptions',
  'seccompProfile',
]);

/** Whether what is missing at a path is a field that only Linux has. */
function lacksLinux(view: KubernetesView, path: Path): boolean {
  const field = path[path.indexOf('securityContext') + 1];
  return field !== undefined && ofLinux.has(field) && view.entry(path) === undefined;
}

/** Pods on Windows are refused when they set what only Linux has. */
function withoutLinux(fault: FieldFault, pod: PodView): FieldFault {
  if (!isWindows(pod) || (fault.wanted === undefined && fault.changes === undefined)) return fault;
  const { wanted: _, changes: __, ...rest } = fault;
  return { ...rest, noEdit: 'layout' };
}

/** Asks about an object's pod. */
export function eachPod(
  view: KubernetesView,
  answer: Answer,
  judge: (pod: PodView) => Judged,
): void {
  const { pod } = view;
  if (pod === undefined) {
    answer.notApplicable({ en: 'no pod', 'zh-CN': '没有 Pod' });
    return;
  }
  for (const fault of [judge(pod) ?? []].flat() as readonly FieldFault[]) {
    failAt(view, answer, fault);
  }
}

/** Asks about an object when it is of one of some kinds. */
export function ofKinds(
  view: KubernetesView,
  answer: Answer,
  kinds: readonly string[],
  judge: () => Judged,
): void {
  if (!kinds.includes(view.kind)) {
    answer.notApplicable({ en: `no ${kinds.join(' or ')}`, 'zh-CN': `没有 ${kinds.join(' 或 ')}` });
    return;
  }
  for (const fault of [judge() ?? []].flat() as readonly FieldFault[]) failAt(view, answer, fault);
}

/** Tells a fault at a field, or at the nearest part there is. */
export function failAt(view: KubernetesView, answer: Answer, fault: FieldFault): void {
  const { path, alsoPaths, wanted, changes, ...rest } = fault;
  const asked = changes ?? (wanted === undefined ? [] : [{ set: path, to: wanted }]);
  const also = [...(alsoPaths ?? []).map((one) => view.at(one)), ...keyAround(view, path)];
  answer.fail({
    ...rest,
    at: view.at(path),
    ...(also.length > 0 && { also }),
    ...(asked.length > 0 && fieldEdits(view, asked)),
  });
}

/**
 * The line of the key that holds an item of a list or an annotation: other tools tell the fault
 * there, and people write above it what to leave out. Its further lines belong to other items.
 */
function keyAround(view: KubernetesView, path: Path): readonly Location[] {
  const around = path.slice(0, -1);
  const held = typeof path.at(-1) === 'number' || around.at(-1) === 'annotations';
  if (!held || view.entry(path) === undefined) return [];
  const { file, field } = view.at(around);
  if (file?.startLine === undefined || field === undefined) return [];
  const { path: name, startLine } = file;
  if (startLine === view.at(path).file?.startLine) return [];
  return [{ file: { path: name, startLine, endLine: startLine }, field }];
}

/** What a check of the Pod Security Standards finds, by the newest version; `{text}` is filled in. */
export function eachViolation(view: KubernetesView, answer: Answer, check: PodSecurityCheck): void {
  eachPod(view, answer, (pod) =>
    check.violations(pod, newestMinor).map(({ text, ...rest }) => ({ ...rest, params: { text } })),
  );
}

/** The texts of an option that lists some. */
export function listed(answer: Answer, option: string): readonly string[] {
  const value = answer.option(option);
  return Array.isArray(value) ? (value as readonly string[]) : [String(value)];
}

/** Whether a text is one of some patterns; `*` at the end of a pattern stands for anything. */
export function matchesAny(text: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern,
  );
}

/** Whether the option `exemptImages` leaves a container's image out. */
export function isExempt(answer: Answer, { spec }: Container): boolean {
  return matchesAny(textOf(spec['image']) ?? shown(spec['image']), listed(answer, 'exemptImages'));
}
