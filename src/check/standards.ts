import { spelled } from './aliases.ts';
import { CheckError } from './errors.ts';
import { printable } from '../model/index.ts';
import type { RuleFacts } from './contract.ts';

/** A set of rules that users ask for by name. */
export interface Standard {
  readonly name: string;
  readonly has: (rule: RuleFacts) => boolean;
  /** Version that its rules judge by, where it has versions. */
  readonly version?: string;
}

const level = (rule: RuleFacts): string => rule.level ?? 'default';

/** What hadolint has but does not judge unless it is asked to by name. */
const offInHadolint: ReadonlySet<string> = new Set(['DL1001', 'DL3057']);

/** Every standard but those of Pod Security, which carry a level and a version. */
export const standards: readonly Standard[] = [
  { name: 'default', has: (rule) => level(rule) === 'default' },
  { name: 'strict', has: (rule) => level(rule) !== 'optional' },
  // What has a standard of its own says together what other rules say field by field.
  { name: 'all', has: ({ standards: own = [] }) => !own.some((one) => one.startsWith('pss:')) },
  {
    name: 'hadolint',
    has: (rule) =>
      level(rule) !== 'optional' &&
      (rule.aliases.hadolint ?? []).some((id) => !offInHadolint.has(id)),
  },
  { name: 'cis-docker', has: (rule) => rule.aliases['docker-bench'] !== undefined },
  { name: 'nsa', has: (rule) => rule.standards?.includes('nsa') === true },
];

/**
 * The rules that a standard's name asks for; `pss:baseline@v1.30` are the rules that carry the
 * standard `pss:baseline` (the version reaches them as an option).
 * @throws {CheckError} CHECK_UNKNOWN_STANDARD for a name that is none.
 */
export function standardOf(name: string): Standard {
  const known = standards.find((one) => one.name === name);
  if (known !== undefined) return known;
  const podSecurity = /^pss:(privileged|baseline|restricted)(?:@(v\d+\.\d+|latest))?$/.exec(name);
  if (podSecurity !== null) {
    const wanted = `pss:${podSecurity[1]}`;
    const version = podSecurity[2];
    return {
      name,
      has: (rule) => rule.standards?.includes(wanted) === true,
      ...(version === undefined ? {} : { version }),
    };
  }
  const names = [...standards.map((one) => one.name), 'pss:LEVEL@VERSION'].join(', ');
  throw new CheckError(
    'CHECK_UNKNOWN_STANDARD',
    `Cannot check by the standard "${name}": there is none of that name, wanted one of ${names}`,
  );
}

/** The rules that somebody asks for one by one: by id, or by any id of another tool. */
export function rulesNamed(ids: readonly string[]): Standard {
  const wanted = new Set(ids.map((id) => id.toUpperCase()));
  return {
    name: 'include',
    has: ({ id, aliases }) =>
      [id, ...spelled(aliases)].some((one) => wanted.has(one.toUpperCase())),
  };
}

/** @throws {CheckError} CHECK_UNKNOWN_RULE for an id that none of the rules goes by. */
export function expectRules(ids: readonly string[], rules: readonly RuleFacts[]): void {
  const unknown = ids.find((id) => !rules.some(rulesNamed([id]).has));
  if (unknown === undefined) return;
  throw new CheckError(
    'CHECK_UNKNOWN_RULE',
    `Cannot include the rule "${printable(unknown)}": there is none of that id, wanted one that docs/reference/rules.md lists`,
  );
}
