import { Environment } from '@marcbachmann/cel-js';
import type { ASTNode } from '@marcbachmann/cel-js';
import { errorText, LimitError, limits } from '../model/index.ts';
import { registerKubernetesFunctions } from './cel-functions.ts';
import { FormatError } from './errors.ts';
import { append } from '../model/append.ts';

/** A compiled expression: a function of its variables. */
export type CelProgram = (variables: Readonly<Record<string, unknown>>) => unknown;

/** Longest expression that is compiled; the longest of published policies have some 2,000. */
const mostCharacters = 20_000;

let environment: Environment | undefined;

/** Steps that the expression which is running may still take. */
let left = 0;

/** Takes steps; an expression that took them all has no value, whatever it makes of the error. */
function spend(steps: number): void {
  left -= steps;
  if (left < 0) throw new Error('it costs too much');
}

/** Made when the first expression is met: most runs have none. */
function shared(): Environment {
  environment ??= registerKubernetesFunctions(
    new Environment({
      unlistedVariablesAreDyn: true,
      homogeneousAggregateLiterals: false,
      enableOptionalTypes: true,
      limits: { maxAstNodes: 10_000, maxDepth: 100 },
    }),
    spend,
  );
  return environment;
}

/**
 * Compiles an expression of the Common Expression Language with the functions that Kubernetes adds
 * for ValidatingAdmissionPolicy (strings, searches, lists, sets, quantities, addresses, networks,
 * URLs, forms, versions). The program throws CEL_FAILED when it has no value: a field that is not
 * there, types that do not fit; and LimitError `cel_steps` when it takes too many steps.
 * @throws {FormatError} CEL_INVALID when it is not well-formed, or joins types that never fit.
 */
export function compileCel(expression: string, what: string): CelProgram {
  if (expression.length > mostCharacters) {
    throw invalid(what, `it has ${expression.length} characters, of at most ${mostCharacters}`);
  }
  let parsed: ReturnType<Environment['parse']>;
  const paying = new WeakSet<object>();
  try {
    parsed = shared().parse(expression);
    prepare(parsed.ast, paying);
  } catch (cause) {
    throw invalid(what, told(cause, expression), cause);
  }
  const { valid, error } = parsed.check();
  // Types may have made nodes.
  prepare(parsed.ast, paying);
  // A function that is not known may be one that only a cluster has: that is no value, not a fault.
  if (!valid && error !== undefined && error.code !== 'no_matching_overload')
    throw invalid(what, told(error, expression), error);
  return (variables) => {
    left = limits.cel_steps.value;
    try {
      const value: unknown = parsed({ ...variables });
      if (left >= 0) return value;
    } catch (cause) {
      if (left >= 0) {
        const text = `Cannot evaluate ${what}: ${told(cause, expression)}, wanted a value`;
        throw new FormatError('CEL_FAILED', text, { cause });
      }
    }
    throw new LimitError('cel_steps', what);
  };
}

/** How a node of the parsed expression is run. */
type Evaluate = (this: unknown, ...given: unknown[]) => unknown;

/**
 * Makes every node pay for being run, those of the loops that macros stand for too, and gives calls
 * of `matches` to the search whose time is bounded.
 */
function prepare(root: ASTNode, paying: WeakSet<object>): void {
  const seen = new Set<object>();
  const open: unknown[] = [root];
  for (let next = open.pop(); open.length > 0 || next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    if (Array.isArray(next)) {
      append(open, next as readonly unknown[]);
      continue;
    }
    if ('op' in next && 'args' in next && 'evaluate' in next) {
      const { op, args, evaluate } = next;
      if (op === 'rcall' && Array.isArray(args) && args[0] === 'matches') args[0] = 'matchesRe2';
      if (!paying.has(next)) payFor(next, evaluate as Evaluate);
      paying.add(next);
    }
    append(open, Object.values(next));
    // What a macro stands for is kept beside the call.
    if ('meta' in next) open.push(next.meta);
  }
}

function payFor(node: object, evaluate: Evaluate): void {
  let run = evaluate;
  const paying: Evaluate = (...given) => {
    spend(1);
    return run.apply(node, given);
  };
  // The library puts a faster way in place of the first one when it knows the types.
  Object.defineProperty(node, 'evaluate', {
    get: () => paying,
    set: (faster: Evaluate) => {
      run = faster;
    },
  });
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

/** What the library says, without its picture of the expression, and where in the expression. */
function told(error: unknown, expression: string): string {
  const words = errorText(error instanceof Error ? (error.message.split('\n')[0] ?? '') : error);
  const range =
    typeof error === 'object' && error !== null && 'range' in error ? error.range : undefined;
  if (typeof range !== 'object' || range === null || !('start' in range)) return words;
  const before = expression.slice(0, Number(range.start)).split('\n');
  return `${words} (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
}

function invalid(what: string, found: string, cause?: unknown): FormatError {
  const text = `Cannot read ${what}: ${found}, wanted an expression of CEL`;
  return new FormatError('CEL_INVALID', text, { cause });
}
