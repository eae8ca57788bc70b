import { compileCel } from '../../formats/cel.ts';
import type { CelProgram } from '../../formats/cel.ts';
import { objectOf, textOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import { errorText } from '../../model/index.ts';
import type { Text } from '../../model/index.ts';
import { CheckError } from '../errors.ts';
import type { Condition } from './contract.ts';

/** The condition of an object with `expression`, `message` and `messageExpression`. */
export function conditionIn(value: JsonObject, id: string, source: string): Condition {
  const message = textIn(value['message']);
  const computed = programIn(value['messageExpression'], `messageExpression of ${id}`);
  return {
    holds: needed(programIn(value['expression'], `expression of ${id}`), source),
    ...(message === undefined ? {} : { message }),
    ...(computed === undefined ? {} : { messageExpression: computed }),
  };
}

/** A compiled expression; undefined when there is none. */
export function programIn(value: unknown, what: string): CelProgram | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  try {
    return compileCel(text, what);
  } catch (cause) {
    throw new CheckError('CHECK_RULE_INVALID', errorText(cause), { cause });
  }
}

/** The program, which has to be there. */
export function needed(program: CelProgram | undefined, source: string): CelProgram {
  if (program === undefined) throw invalid(source, 'it has no "expression"');
  return program;
}

/** A text, or one in each language. */
export function textIn(value: unknown): Text | undefined {
  const plain = textOf(value);
  if (plain !== undefined) return { en: plain, 'zh-CN': plain };
  const both = objectOf(value);
  const en = textOf(both['en']);
  return en === undefined ? undefined : { en, 'zh-CN': textOf(both['zh-CN']) ?? en };
}

/** The error of a rule that cannot be used. */
export function invalid(source: string, found: string, wanted = 'a rule'): CheckError {
  return new CheckError(
    'CHECK_RULE_INVALID',
    `Cannot use the rule in "${source}": ${found}, wanted ${wanted}`,
  );
}
