import { Environment } from '@marcbachmann/cel-js';
import { errorText } from '../model/index.ts';
import { registerKubernetesFunctions } from './cel-functions.ts';
import { FormatError } from './errors.ts';

/** A compiled expression: a function of its variables. */
export type CelProgram = (variables: Readonly<Record<string, unknown>>) => unknown;

/** Longest expression that is compiled; the longest of published policies have some 2,000. */
const mostCharacters = 20_000;

let environment: Environment | undefined;

/** Made when the first expression is met: most runs have none. */
function shared(): Environment {
  environment ??= registerKubernetesFunctions(
    new Environment({
      unlistedVariablesAreDyn: true,
      homogeneousAggregateLiterals: false,
      enableOptionalTypes: true,
      limits: { maxAstNodes: 10_000, maxDepth: 100 },
    }),
  );
  return environment;
}

/**
 * Compiles an expression of the Common Expression Language with the functions that Kubernetes adds
 * for ValidatingAdmissionPolicy (strings, lists, quantities, URLs). The program throws CEL_FAILED
 * when it has no value: a field that is not there, types that do not fit.
 * @throws {FormatError} CEL_INVALID when it is not well-formed.
 */
export function compileCel(expression: string, what: string): CelProgram {
  if (expression.length > mostCharacters) {
    throw invalid(what, `it has ${expression.length} characters, of at most ${mostCharacters}`);
  }
  let parsed: (variables: Record<string, unknown>) => unknown;
  try {
    parsed = shared().parse(expression);
  } catch (cause) {
    throw invalid(what, firstLine(cause), cause);
  }
  return (variables) => {
    try {
      return parsed({ ...variables });
    } catch (cause) {
      const text = `Cannot evaluate ${what}: ${firstLine(cause)}, wanted a value`;
      throw new FormatError('CEL_FAILED', text, { cause });
    }
  };
}

/** Levels of foreign data that an expression can see. */
const mostLevels = 100;

/** Data as an expression sees it: whole numbers are integers, objects have no inherited members. */
export function celValue(value: unknown, level = 0): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value !== 'object' || value === null || level > mostLevels) return value ?? null;
  if (Array.isArray(value)) return value.map((item) => celValue(item, level + 1));
  return new Map(Object.entries(value).map(([key, item]) => [key, celValue(item, level + 1)]));
}

/** The library explains an error with the expression and a mark below it; the first line says it. */
function firstLine(error: unknown): string {
  return errorText(error instanceof Error ? (error.message.split('\n')[0] ?? '') : error);
}

function invalid(what: string, found: string, cause?: unknown): FormatError {
  const text = `Cannot read ${what}: ${found}, wanted an expression of CEL`;
  return new FormatError('CEL_INVALID', text, { cause });
}
