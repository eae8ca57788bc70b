import type { SpanTree } from '../../../formats/json-spans.ts';
import { objectOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { LimitError, limits } from '../../../model/index.ts';
import type { AnalyzerResult, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { flagsOf, identityOf, idOf, isOverlong, overlong, withoutFolder } from './npm-entries.ts';
import type { Identity } from './npm-entries.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';

/** The packages of one level of the tree, by the names that others of that level and below ask for. */
type Scope = ReadonlyMap<
  string,
  { readonly entry: JsonObject; readonly found: Identity; readonly id: string }
>;

interface Level {
  readonly scope: Scope;
  /** This level's packages and those of the levels above, nearest first. */
  readonly scopes: readonly Scope[];
  readonly spans: SpanTree | undefined;
}

/** Entries of lockfile version 1: a tree that nests what could not be hoisted. */
export function readTree(tree: JsonObject, spans: SpanTree | undefined): AnalyzerResult {
  const found: FoundPackage[] = [];
  const problems: Problem[] = [];
  const first = scopeOf(tree, problems);
  const pending: Level[] = [{ scope: first, scopes: [first], spans }];
  for (let level = pending.pop(); level !== undefined; level = pending.pop()) {
    for (const [key, { entry, found: identity }] of level.scope) {
      const below = scopeOf(objectOf(entry['dependencies']), problems);
      const scopes = below.size === 0 ? level.scopes : [below, ...level.scopes];
      const span = level.spans?.members.get(key);
      const dependsOn = requiredBy(entry, scopes);
      found.push({
        ...identity,
        type: 'npm',
        ...flagsOf(entry),
        ...(dependsOn.length === 0 ? {} : { dependsOn }),
        ...(span === undefined ? {} : { lines: span.span }),
      });
      if (below.size > 0)
        pending.push({ scope: below, scopes, spans: span?.members.get('dependencies') });
    }
    if (found.length > limits.packages.value) throw new LimitError('packages', 'npm lockfile');
  }
  // What the project asked for is installed at the top; which of it that was, the manifest knows.
  const top = [...first].map(([key, { id }]) => [withoutFolder(key), id] as const);
  return { packages: mergeSame(found), facts: { top }, ...problemsOf(problems) };
}

function scopeOf(tree: JsonObject, problems: Problem[]): Scope {
  const scope = new Map<string, { entry: JsonObject; found: Identity; id: string }>();
  for (const [key, value] of Object.entries(tree)) {
    const entry = objectOf(value);
    if (isOverlong(key, entry)) {
      problems.push(overlong(key));
      continue;
    }
    // Some writers name packages by their folder here too.
    const found = identityOf(withoutFolder(key), entry);
    scope.set(key, { entry, found, id: idOf(found) });
  }
  return scope;
}

/** `requires` resolved in the nearest level that holds the name. */
function requiredBy(entry: JsonObject, scopes: readonly Scope[]): string[] {
  const needs = new Set<string>();
  for (const name of Object.keys(objectOf(entry['requires']))) {
    const met = scopes.find((scope) => scope.has(name))?.get(name);
    if (met !== undefined) needs.add(met.id);
  }
  return [...needs];
}
