import { FormatError } from '../formats/errors.ts';
import type { TemplateNode, TemplateOperand, TemplatePipe } from '../formats/go-template.ts';
import { errorText, LimitError, limits } from '../model/index.ts';
import type { Sink } from './contract.ts';
import type { TemplateFunction } from './template-functions.ts';
import { isTrue, memberOf, pairsOf, shown } from './template-values.ts';
import type { TemplateValue } from './template-values.ts';

/** What a run has at hand. */
interface Run {
  readonly sink: Sink;
  readonly functions: ReadonlyMap<string, TemplateFunction>;
  readonly root: TemplateValue;
  readonly what: string;
  steps: number;
}

/** What a node sees: the value that `.` is, and the variables of the blocks around it. */
interface Scope {
  readonly dot: TemplateValue;
  readonly variables: Map<string, TemplateValue>;
  readonly outer: Scope | undefined;
}

/**
 * Runs a template over a value and writes what it makes.
 * @throws {FormatError} TEMPLATE_INVALID for unknown functions and variables.
 * @throws {LimitError} `template_steps`.
 */
export function runTemplate(
  nodes: readonly TemplateNode[],
  root: TemplateValue,
  how: Pick<Run, 'sink' | 'functions' | 'what'>,
): void {
  const scope: Scope = { dot: root, variables: new Map([['$', root]]), outer: undefined };
  write({ ...how, root, steps: 0 }, nodes, scope);
}

function write(run: Run, nodes: readonly TemplateNode[], scope: Scope): void {
  for (const node of nodes) {
    run.steps += 1;
    if (run.steps > limits.template_steps.value) throw new LimitError('template_steps', run.what);
    if (node.kind === 'text') run.sink(node.text);
    else if (node.kind === 'output') output(run, node.pipe, scope);
    else block(run, node, scope);
  }
}

function output(run: Run, pipe: TemplatePipe, scope: Scope): void {
  const value = valueOf(run, pipe, scope);
  const [name] = pipe.variables;
  if (name === undefined) run.sink(shown(value));
  else if (pipe.declares) scope.variables.set(name, value);
  else {
    const owner = scopeOf(scope, name);
    if (owner === undefined) throw wrong(run, pipe.line, `variable "${name}" is not declared`);
    owner.variables.set(name, value);
  }
}

function block(
  run: Run,
  { kind, pipe, body, otherwise }: Extract<TemplateNode, { pipe: TemplatePipe; body: unknown }>,
  scope: Scope,
): void {
  const value = valueOf(run, pipe, scope);
  const [first, second] = pipe.variables;
  const inner = (dot: TemplateValue, variables: readonly (readonly [string, TemplateValue])[]) => ({
    dot,
    variables: new Map(variables),
    outer: scope,
  });
  const named = first === undefined ? [] : [[first, value] as const];
  if (kind === 'range') {
    const pairs = pairsOf(value);
    for (const [key, item] of pairs) {
      const variables =
        first === undefined
          ? []
          : second === undefined
            ? [[first, item] as const]
            : [[first, key] as const, [second, item] as const];
      write(run, body, inner(item, variables));
    }
    if (pairs.length === 0) write(run, otherwise, inner(scope.dot, []));
  } else if (isTrue(value)) write(run, body, inner(kind === 'with' ? value : scope.dot, named));
  else write(run, otherwise, inner(scope.dot, named));
}

function valueOf(run: Run, pipe: TemplatePipe, scope: Scope): TemplateValue {
  let value: TemplateValue;
  for (const [at, command] of pipe.commands.entries()) {
    value = commandValue(run, command, scope, { line: pipe.line, handed: at === 0 ? [] : [value] });
  }
  return value;
}

function commandValue(
  run: Run,
  [first, ...others]: readonly TemplateOperand[],
  scope: Scope,
  { line, handed }: { readonly line: number; readonly handed: readonly TemplateValue[] },
): TemplateValue {
  if (first === undefined) return undefined;
  const values = [...others.map((one) => operandValue(run, one, scope, line)), ...handed];
  if (first.kind === 'function') return called(run, first, values);
  if (values.length > 0) throw wrong(run, line, 'arguments are given to what is no function');
  return operandValue(run, first, scope, line);
}

function called(
  run: Run,
  { name, line }: { readonly name: string; readonly line: number },
  values: readonly TemplateValue[],
): TemplateValue {
  const body = run.functions.get(name);
  if (body === undefined) throw wrong(run, line, `there is no function "${name}" here`);
  try {
    return body(...values);
  } catch (error) {
    throw wrong(run, line, `function "${name}" failed: ${errorText(error)}`);
  }
}

function operandValue(
  run: Run,
  operand: TemplateOperand,
  scope: Scope,
  line: number,
): TemplateValue {
  if (operand.kind === 'literal') return operand.value;
  if (operand.kind === 'function') return called(run, operand, []);
  return operand.path.reduce(memberOf, beforePath(run, operand, scope, line));
}

function beforePath(
  run: Run,
  operand: Extract<TemplateOperand, { path: unknown }>,
  scope: Scope,
  line: number,
): TemplateValue {
  if (operand.kind === 'dot') return scope.dot;
  if (operand.kind === 'group') return valueOf(run, operand.pipe, scope);
  const owner = scopeOf(scope, operand.name);
  if (owner === undefined) throw wrong(run, line, `variable "${operand.name}" is not declared`);
  return owner.variables.get(operand.name);
}

function scopeOf(scope: Scope, name: string): Scope | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    if (at.variables.has(name)) return at;
  }
  return undefined;
}

function wrong({ what }: Run, line: number, found: string): FormatError {
  return new FormatError('TEMPLATE_INVALID', `Cannot use ${what}: line ${line}: ${found}`, {
    line,
  });
}
