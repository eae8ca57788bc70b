import type { Aliases, JudgedFault, RuleResult, RunResult, Tool } from '../contract.ts';
import { filled } from '../words.ts';

/** Facts that an image sets and a container may override: the same word in both families of rules. */
const overridable: ReadonlySet<string> = new Set(['non-root', 'healthcheck', 'secrets']);

/**
 * One finding for what image and container both say. An image whose containers all override it is
 * closed; one whose containers have the same fault is told once, at the container, with the place in
 * the image beside it. `users` are the containers of each image, by the image's subject.
 */
export function joinLayers(
  image: RunResult,
  container: RunResult,
  users: ReadonlyMap<string, readonly string[]>,
): readonly [image: RunResult, container: RunResult] {
  const closed: RuleResult[] = [];
  const kept: JudgedFault[] = [];
  const places = new Map<JudgedFault, JudgedFault[]>();
  for (const fault of image.faults) {
    const names = new Set(users.get(fault.subject));
    const same = container.faults.filter((one) => names.has(one.subject) && alike(one, fault));
    if (names.size === 0 || !overridable.has(fault.rule.family ?? '')) kept.push(fault);
    else if (same.length > 0)
      for (const one of same) places.set(one, [...(places.get(one) ?? []), fault]);
    else if (fault.rule.family === 'secrets') kept.push(fault); // it is in the image all the same
    else closed.push(closedBy(fault, names));
  }
  // What is told at the container still fails at the image; what is overridden does not.
  const ended = new Set(closed.map(({ rule, subject }) => `${rule.id} ${subject}`));
  const results = image.results.filter(
    ({ rule, subject, result }) => result !== 'fail' || !ended.has(`${rule.id} ${subject}`),
  );
  return [
    { ...image, faults: kept, results: [...results, ...closed] },
    { ...container, faults: container.faults.map((fault) => withPlaces(fault, places.get(fault))) },
  ];
}

/**
 * `--privileged` breaks many rules at once: it is told once, with the ids of all that it breaks, so
 * that any of them still leads to it. The answers of the other rules stay in the list of checks.
 */
export function foldPrivileged(container: RunResult): RunResult {
  const cause = '/HostConfig/Privileged';
  const isRoot = ({ rule }: JudgedFault): boolean => rule.id === 'CTR-PRIVILEGED';
  const roots = container.faults.filter(isRoot);
  if (roots.length === 0) return container;
  const follows = (fault: JudgedFault): boolean =>
    fault.fault.at.field?.pointer === cause && !isRoot(fault) && fault.rule.id !== 'CTR-ESCAPE';
  const faults = container.faults.flatMap((fault): JudgedFault[] => {
    if (follows(fault)) return [];
    if (!isRoot(fault)) return [fault];
    const same = container.faults.filter((one) => one.subject === fault.subject && follows(one));
    const names = same.map(({ rule }) => rule.id).sort();
    const evidence = [
      ...(fault.fault.evidence ?? []),
      { en: `so also: ${names.join(', ')}`, 'zh-CN': `同样如此：${names.join('、')}` },
    ];
    return [
      {
        ...fault,
        fault: {
          ...fault.fault,
          evidence: names.length === 0 ? (fault.fault.evidence ?? []) : evidence,
          aliases: aliasesOf([fault, ...same]),
        },
      },
    ];
  });
  return { ...container, faults };
}

function aliasesOf(faults: readonly JudgedFault[]): Aliases {
  const all = new Map<Tool, Set<string>>();
  for (const { rule, fault } of faults) {
    for (const [tool, ids] of Object.entries(fault.aliases ?? rule.aliases) as [
      Tool,
      readonly string[],
    ][]) {
      const known = all.get(tool) ?? new Set<string>();
      for (const id of ids) known.add(id);
      all.set(tool, known);
    }
  }
  return Object.fromEntries([...all].map(([tool, ids]) => [tool, [...ids]]));
}

/** The same fact at two layers; of credentials also the same variable. */
function alike(container: JudgedFault, image: JudgedFault): boolean {
  if (container.rule.family !== image.rule.family) return false;
  if (image.rule.family !== 'secrets') return true;
  return container.fault.params?.['name'] === image.fault.params?.['name'];
}

function closedBy(fault: JudgedFault, names: ReadonlySet<string>): RuleResult {
  const who = [...names].slice(0, 5).join(', ');
  const evidence = [
    ...(fault.fault.evidence ?? []),
    {
      en: `overridden in every container of it: ${who}`,
      'zh-CN': `由它启动的容器均已覆盖该设置：${who}`,
    },
  ];
  return { rule: fault.rule, result: 'pass', subject: fault.subject, evidence };
}

function withPlaces(judged: JudgedFault, from: readonly JudgedFault[] | undefined): JudgedFault {
  if (from === undefined) return judged;
  const { fault } = judged;
  const also = [...(fault.also ?? []), ...from.map((one) => one.fault.at)];
  const evidence = [
    ...(fault.evidence ?? []),
    ...from.flatMap((one) =>
      (one.fault.evidence ?? []).map((line) =>
        filled(
          { en: 'image {image}: {line}', 'zh-CN': '镜像 {image}：{line}' },
          { image: one.subject, line },
        ),
      ),
    ),
  ];
  return { ...judged, fault: { ...fault, also, evidence } };
}
