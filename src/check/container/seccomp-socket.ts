import { listOf, numberOf, objectOf, textOf, textsOf } from '../../formats/json-values.ts';

/**
 * Whether a seccomp profile lets `socket(family, …)` pass: true, false, or undefined when it is no
 * profile. Rows of one call are alternatives: one that allows without a condition on the family, or
 * with one that the family meets, is enough (runtime-spec, config-linux.md §seccomp).
 */
export function allowsSocketFamily(profile: string, family: number): boolean | undefined {
  let root;
  try {
    root = objectOf(JSON.parse(profile));
  } catch {
    return undefined;
  }
  const fallback = textOf(root['defaultAction']);
  if (fallback === undefined) return undefined;
  const rows = listOf(root['syscalls'])
    .map(objectOf)
    .filter((row) => row['name'] === 'socket' || textsOf(row['names']).includes('socket'))
    .filter((row) => listOf(row['args']).every((arg) => meets(objectOf(arg), family)));
  const actions = rows.map((row) => textOf(row['action']) ?? '');
  if (actions.length === 0) return allows(fallback);
  // libseccomp takes the strictest of the rules that match.
  return actions.every(allows);
}

function allows(action: string): boolean {
  return action === 'SCMP_ACT_ALLOW' || action === 'SCMP_ACT_LOG';
}

/** Conditions on other arguments than the family are met by somebody who chooses them. */
function meets(arg: Readonly<Record<string, unknown>>, family: number): boolean {
  if (numberOf(arg['index']) !== 0) return true;
  const value = numberOf(arg['value']) ?? 0;
  switch (textOf(arg['op'])) {
    case 'SCMP_CMP_EQ':
      return family === value;
    case 'SCMP_CMP_NE':
      return family !== value;
    case 'SCMP_CMP_LT':
      return family < value;
    case 'SCMP_CMP_LE':
      return family <= value;
    case 'SCMP_CMP_GT':
      return family > value;
    case 'SCMP_CMP_GE':
      return family >= value;
    default:
      return true;
  }
}
