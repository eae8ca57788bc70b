import type { Decision, JudgedFault } from './contract.ts';

/** Faults of several layers, each fact told once. */
export interface JoinedFaults {
  readonly faults: readonly JudgedFault[];
  /** Faults that what lies above them ends, everywhere that is known. */
  readonly closed: readonly { readonly fault: JudgedFault; readonly decision: Decision }[];
}

/**
 * Joins what layers say about one fact. A fault of a Dockerfile that every service built from it
 * overrides does not count; one that a service has with it becomes a further place of the fault of
 * the service, which tells what is in force.
 */
export function joinLayers(
  faults: readonly JudgedFault[],
  decisions: readonly Decision[],
): JoinedFaults {
  if (decisions.length === 0) return { faults, closed: [] };
  const upper = new Map<string, number>();
  const joined = [...faults];
  for (const [at, { type, rule, fault }] of faults.entries()) {
    if (type === 'dockerfile' || fault.at.dockerfile === undefined) continue;
    const key = `${rule.family ?? ''}\0${fault.at.dockerfile.path}`;
    if (!upper.has(key)) upper.set(key, at);
  }
  const closed: { fault: JudgedFault; decision: Decision }[] = [];
  const dropped = new Set<number>();
  for (const [at, judged] of faults.entries()) {
    if (judged.type !== 'dockerfile') continue;
    const { rule, fault } = judged;
    const path = fault.at.dockerfile?.path ?? '';
    const own = decisions.filter((one) => one.path === path && one.rules.includes(rule.id));
    const [first] = own;
    if (first === undefined) continue;
    const above = upper.get(`${rule.family ?? ''}\0${path}`);
    if (own.every((one) => one.closed)) closed.push({ fault: judged, decision: first });
    else if (above === undefined) continue;
    else joined[above] = withPart(joined[above] ?? judged, judged);
    dropped.add(at);
  }
  return { faults: joined.filter((_, at) => !dropped.has(at)), closed };
}

/** The fault above with the place, the evidence and the ids of the one below it. */
function withPart(above: JudgedFault, { rule, fault }: JudgedFault): JudgedFault {
  const aliases = {
    ...rule.aliases,
    ...fault.aliases,
    ...(above.fault.aliases ?? above.rule.aliases),
  };
  return {
    ...above,
    fault: {
      ...above.fault,
      also: [...(above.fault.also ?? []), fault.at],
      evidence: [
        ...(above.fault.evidence ?? []),
        {
          en: `${rule.id} of the Dockerfile is the same fact`,
          'zh-CN': `与 Dockerfile 的 ${rule.id} 是同一问题`,
        },
      ],
      aliases,
    },
  };
}
