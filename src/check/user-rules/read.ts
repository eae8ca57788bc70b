import { listOf, objectOf, textOf, textsOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import { readYamlTree } from '../../formats/yaml-tree.ts';
import { errorText, severities } from '../../model/index.ts';
import type { Severity } from '../../model/index.ts';
import type { SourceFile } from '../contract.ts';
import { admissionRule } from './admission-policy.ts';
import type { UserRule } from './contract.ts';
import { conditionIn, invalid, needed, programIn, textIn } from './expressions.ts';

/**
 * Reads the rules of users: documents with a list `rules`, and ValidatingAdmissionPolicy objects as
 * the Kubernetes API takes them.
 * @throws {CheckError} CHECK_RULE_INVALID; half of somebody's rules is worse than none.
 */
export function readUserRules(file: SourceFile): readonly UserRule[] {
  const tree = readYamlTree(file.text, `the rules in "${file.path}"`);
  const [fault] = tree.faults;
  if (fault !== undefined) throw invalid(file.path, errorText(fault));
  const objects = tree.documents.map((document) => objectOf(document.value));
  const bindings = objects.filter(({ kind }) => kind === 'ValidatingAdmissionPolicyBinding');
  const kinds = new Set(objects.map(({ spec }) => objectOf(objectOf(spec)['paramKind'])['kind']));
  return tree.documents.flatMap((document, at) => {
    const value = objectOf(document.value);
    const source = `${file.path} (document ${at + 1})`;
    if (value['kind'] === 'ValidatingAdmissionPolicy') {
      return [admissionRule(value, source, { objects, bindings })];
    }
    if (value['kind'] === 'ValidatingAdmissionPolicyBinding') return [];
    // What a policy's parameters are.
    if (value['kind'] !== undefined && kinds.has(value['kind'])) return [];
    if (!Array.isArray(value['rules'])) {
      throw invalid(source, 'it has neither "rules" nor kind ValidatingAdmissionPolicy');
    }
    return listOf(value['rules']).map((rule, index) =>
      ownRule(objectOf(rule), `${source}, rule ${index + 1}`),
    );
  });
}

const keys: ReadonlySet<string> = new Set([
  'id',
  'kind',
  'severity',
  'title',
  'why',
  'advice',
  'references',
  'resources',
  'match',
  'variables',
  'each',
  'expression',
  'message',
  'messageExpression',
  'at',
  'bad',
  'good',
]);

function ownRule(rule: JsonObject, source: string): UserRule {
  const id = textOf(rule['id']);
  if (id === undefined || !/^[A-Za-z][\w.-]{1,80}$/.test(id)) {
    throw invalid(
      source,
      `its id is ${JSON.stringify(rule['id'])}`,
      'letters, digits, "-", "_" and "."',
    );
  }
  const strange = Object.keys(rule).find((key) => !keys.has(key));
  if (strange !== undefined) {
    throw invalid(source, `it has "${strange}"`, `some of ${[...keys].join(', ')}`);
  }
  const title = textIn(rule['title']) ?? { en: id, 'zh-CN': id };
  const each = programIn(rule['each'], `each of ${id}`);
  return {
    id,
    family: textOf(rule['kind']) ?? 'kubernetes',
    severity: severityIn(rule['severity'], source),
    title,
    why: textIn(rule['why']) ?? title,
    advice: textIn(rule['advice']) ?? title,
    references: textsOf(rule['references']),
    resources: textsOf(rule['resources']),
    matches: [programIn(rule['match'], `match of ${id}`)].filter((one) => one !== undefined),
    variables: Object.entries(objectOf(rule['variables'])).map(([name, value]) => ({
      name,
      value: needed(programIn(value, `variable ${name} of ${id}`), source),
    })),
    ...(each === undefined ? {} : { each }),
    conditions: [conditionIn(rule, id, source)],
    at: pointer(textOf(rule['at']) ?? ''),
    bad: examplesIn(rule['bad']),
    good: examplesIn(rule['good']),
    source,
  };
}

function severityIn(value: unknown, source: string): Severity {
  if (value === undefined) return 'medium';
  const found = severities.find((one) => one === value);
  if (found === undefined) {
    throw invalid(
      source,
      `its severity is ${JSON.stringify(value)}`,
      `one of ${severities.join(', ')}`,
    );
  }
  return found;
}

/** Keys of a JSON pointer (RFC 6901); numbers are indexes. */
function pointer(text: string): readonly (string | number)[] {
  return text
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d{1,6}$/.test(part) ? Number(part) : part));
}

function examplesIn(value: unknown): readonly string[] {
  return listOf(value).flatMap((one) => textOf(one) ?? []);
}
