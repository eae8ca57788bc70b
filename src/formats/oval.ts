import { unpackedPieces } from './unpack.ts';
import { childrenOf, childOf, childText, xmlRecords } from './xml.ts';
import type { XmlElement } from './xml.ts';
import { append } from '../model/append.ts';

/**
 * What an OVAL definition (https://oval.mitre.org, 5.x) says of one RPM package: below this version
 * and release (`less than`, `less than or equal`), or whatever version (`any`, `none`).
 */
export interface OvalStatement {
  readonly name: string;
  readonly operation: 'less than' | 'less than or equal' | 'any' | 'none';
  /** `30:9.3.3-8.el5`; empty for `any` and `none`. */
  readonly evr: string;
  /** Architectures it is for; empty is all. */
  readonly arches: readonly string[];
  /** Products that must be installed, in the document's words; one of them is enough, empty is any. */
  readonly platforms: readonly string[];
  /** Module stream that must be enabled, `virt:kvm_utils`. */
  readonly module?: string;
  /** The first version that counts, where another test of the same package says so. */
  readonly from?: Bound;
}

/** Where affected versions begin. */
export interface Bound {
  readonly evr: string;
  readonly exclusive: boolean;
}

/** A definition with what its criteria come down to. */
export interface OvalDefinition {
  readonly id: string;
  readonly kind: string;
  readonly metadata: XmlElement;
  readonly statements: readonly OvalStatement[];
  /** Criteria that could not be read: no test of that id, a negation, an unknown operation. */
  readonly unread: readonly string[];
}

interface Tests {
  readonly tests: ReadonlyMap<string, Test>;
  readonly names: ReadonlyMap<string, string>;
  readonly states: ReadonlyMap<string, State>;
}

interface Test {
  readonly object: string;
  readonly states: readonly string[];
}

interface State {
  readonly evr?: string;
  readonly version?: string;
  readonly operation: string;
  readonly arches: readonly string[];
}

/**
 * Definitions of an OVAL document, packed or plain, one at a time. It is read twice: tests, objects
 * and states stand behind the definitions that refer to them, and only they are kept.
 * @throws {FormatError} XML_INVALID and what unpacking says. @throws {LimitError}
 */
export function* ovalDefinitions(bytes: Uint8Array, what: string): Generator<OvalDefinition> {
  const tests = readTests(bytes, what);
  const isDefinition = (name: string): boolean => name === 'definition';
  for (const node of xmlRecords(unpackedPieces(bytes, what), isDefinition, what)) {
    const metadata = childOf(node, 'metadata') ?? node;
    const statements: OvalStatement[] = [];
    const unread: string[] = [];
    for (const criteria of childrenOf(node, 'criteria'))
      walk(criteria, { platforms: [], arches: [] }, { ...tests, statements, unread });
    yield {
      id: node.attributes.get('id') ?? '',
      kind: node.attributes.get('class') ?? '',
      metadata,
      statements,
      unread,
    };
  }
}

function readTests(bytes: Uint8Array, what: string): Tests {
  const tests = new Map<string, Test>();
  const names = new Map<string, string>();
  const states = new Map<string, State>();
  const kind = /^rpminfo_(?:test|object|state)$/;
  for (const node of xmlRecords(unpackedPieces(bytes, what), (name) => kind.test(name), what)) {
    const id = node.attributes.get('id') ?? '';
    if (node.name === 'rpminfo_object') names.set(id, childText(node, 'name') ?? '');
    else if (node.name === 'rpminfo_state') states.set(id, stateOf(node));
    else {
      tests.set(id, {
        object: childOf(node, 'object')?.attributes.get('object_ref') ?? '',
        states: childrenOf(node, 'state').map((state) => state.attributes.get('state_ref') ?? ''),
      });
    }
  }
  return { tests, names, states };
}

function stateOf(node: XmlElement): State {
  const evr = childOf(node, 'evr');
  const version = childOf(node, 'version');
  const arch = childText(node, 'arch') ?? '';
  return {
    ...(evr === undefined ? {} : { evr: evr.text }),
    ...(version === undefined ? {} : { version: version.text }),
    operation: (evr ?? version)?.attributes.get('operation') ?? 'equals',
    // `(aarch64|x86_64)`, `x86_64`, `^(i386|i686)$`: only names in a pattern count.
    arches: arch.match(/[a-z][a-z0-9_]{2,15}/g) ?? [],
  };
}

interface Context {
  readonly platforms: readonly string[];
  readonly arches: readonly string[];
  readonly module?: string;
  readonly from?: Bound & { readonly name: string };
}

interface Output extends Tests {
  readonly statements: OvalStatement[];
  readonly unread: string[];
}

/**
 * Criteria say "product AND (one of its packages is old)". What stands beside a group under AND is
 * the group's context: product, architecture, module.
 */
function walk(criteria: XmlElement, outer: Context, output: Output): void {
  if (criteria.attributes.get('negate') === 'true') {
    output.unread.push('a negation');
    return;
  }
  const both = (criteria.attributes.get('operator') ?? 'AND').toUpperCase() === 'AND';
  let context = outer;
  if (both)
    for (const child of criteria.children) context = narrowed(context, contextOf(child, output));
  const before = output.statements.length;
  for (const child of criteria.children) {
    if (contextOf(child, output) !== undefined) continue;
    if (child.name === 'criteria') walk(child, context, output);
    else if (child.name === 'criterion') criterion(child, context, output);
  }
  const { from, ...rest } = context;
  if (from !== outer.from && from !== undefined && output.statements.length === before)
    output.statements.push({ ...rest, name: from.name, operation: 'any', evr: '', from });
}

function narrowed(context: Context, more: Partial<Context> | undefined): Context {
  return more === undefined ? context : { ...context, ...more };
}

/** What a criterion, or a group of alternatives of one kind, says about the system and not about a package. */
function contextOf(node: XmlElement, tests: Tests): Partial<Context> | undefined {
  if (node.attributes.get('negate') === 'true') return undefined;
  if (node.name === 'criterion') {
    const comment = node.attributes.get('comment') ?? '';
    const platform = /^(\S+ .*) is installed$/.exec(comment)?.[1];
    if (platform !== undefined) return { platforms: [platform] };
    const module = /^Module (\S+) is enabled$/.exec(comment)?.[1];
    if (module !== undefined) return { module };
    const from = lowerBound(node, tests);
    if (from !== undefined) return { from };
    if (!/ arch is \S+$/.test(comment)) return undefined;
    const { arches } = stateAt(node, tests) ?? { arches: [] };
    return { arches: arches.length > 0 ? arches : [comment.replace(/^.* arch is /, '')] };
  }
  if (node.name !== 'criteria' || node.attributes.get('operator')?.toUpperCase() !== 'OR')
    return undefined;
  const platforms: string[] = [];
  for (const child of node.children) {
    const found = child.name === 'criterion' ? contextOf(child, tests)?.platforms : undefined;
    if (found === undefined) return undefined;
    append(platforms, found);
  }
  return platforms.length === 0 ? undefined : { platforms };
}

/** `greater than 0:1.19.0-1` beside `less than …` of the same package says where its fault came in. */
function lowerBound(node: XmlElement, tests: Tests): Context['from'] {
  const { evr, operation = '' } = stateAt(node, tests) ?? {};
  const test = tests.tests.get(node.attributes.get('test_ref') ?? '');
  const name = tests.names.get(test?.object ?? '') ?? '';
  if (evr === undefined || name === '' || isZero(evr)) return undefined;
  if (operation !== 'greater than' && operation !== 'greater than or equal') return undefined;
  return { name, evr, exclusive: operation === 'greater than' };
}

function stateAt(node: XmlElement, { tests, states }: Tests): State | undefined {
  const test = tests.get(node.attributes.get('test_ref') ?? '');
  return states.get(test?.states[0] ?? '');
}

/** Tests of a signature, and of a build that its version names as well, add nothing. */
const redundant = / is signed with | is ksplice-based$/;

function criterion(node: XmlElement, context: Context, output: Output): void {
  const comment = node.attributes.get('comment') ?? '';
  if (redundant.test(comment)) return;
  const test = output.tests.get(node.attributes.get('test_ref') ?? '');
  const said = test === undefined ? fromComment(comment) : fromTest(test, output);
  if (said === undefined || node.attributes.get('negate') === 'true') {
    output.unread.push(comment.slice(0, 120));
    return;
  }
  const { platforms, module, from } = context;
  output.statements.push({
    ...said,
    arches: said.arches.length === 0 ? context.arches : said.arches,
    platforms,
    ...(module === undefined ? {} : { module }),
    ...(from?.name === said.name ? { from } : {}),
  });
}

type Said = Pick<OvalStatement, 'name' | 'operation' | 'evr' | 'arches'>;

/** SUSE writes "affected, no fix" as above 0 and "not affected" as equal to 0. */
function fromTest(test: Test, { names, states }: Tests): Said | undefined {
  const name = names.get(test.object) ?? '';
  const found = test.states.flatMap((id) => states.get(id) ?? []);
  const state = found.find(({ evr }) => evr !== undefined) ?? found[0];
  if (name === '' || state === undefined) return undefined;
  const { evr, operation, arches } = state;
  const version = evr ?? state.version ?? '';
  if (isZero(version) && operation === 'equals')
    return { name, operation: 'none', evr: '', arches };
  if (isZero(version) && operation.startsWith('greater than'))
    return { name, operation: 'any', evr: '', arches };
  if (evr === undefined || isZero(version)) return undefined;
  return operation === 'less than' || operation === 'less than or equal'
    ? { name, operation, evr, arches }
    : undefined;
}

/** Excerpts leave tests out; the comment of a criterion then says the same in words. */
function fromComment(comment: string): Said | undefined {
  const [, name, evr] = /^(\S+) is earlier than (\S+)$/.exec(comment) ?? [];
  if (name !== undefined && evr !== undefined)
    return { name, operation: 'less than', evr, arches: [] };
  const [, other, not] = /^(\S+) is (not )?affected$/.exec(comment) ?? [];
  if (other === undefined) return undefined;
  return { name: other, operation: not === undefined ? 'any' : 'none', evr: '', arches: [] };
}

function isZero(version: string): boolean {
  return /^(?:0:)?0(?:-0)?$/.test(version);
}
