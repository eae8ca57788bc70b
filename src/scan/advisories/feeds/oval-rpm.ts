import { ovalDefinitions } from '../../../formats/oval.ts';
import type { OvalDefinition, OvalStatement } from '../../../formats/oval.ts';
import { childrenOf, childOf, childText } from '../../../formats/xml.ts';
import type { AdvisoryState, Affected, SeverityStatement } from '../../../model/index.ts';
import type { FeedDocument, FeedRecord } from '../contract.ts';
import { cvesFirst, isCve } from '../ids.ts';
import { severityOfWord } from './osv-severity.ts';
import { ByArchitecture } from '../architectures.ts';

/** How one publisher's OVAL becomes advisories. */
export interface OvalReading {
  /** Feed id. */
  readonly source: string;
  /** Id of the advisory; undefined leaves the definition out with a problem. */
  readonly id: (definition: OvalDefinition) => string | undefined;
  /** Ecosystems of a product that must be installed; none for products that are not ours to judge. */
  readonly ecosystems: (platform: string) => readonly string[];
  /** Ecosystem of statements that name no product. */
  readonly otherwise?: string;
}

/** Records of an OVAL document of RPM packages. */
export function* parseOvalRpm(document: FeedDocument, reading: OvalReading): Generator<FeedRecord> {
  const where = document.name;
  const ecosystemsOf = remembered(reading);
  for (const definition of ovalDefinitions(document.bytes, `"${where}"`)) {
    const id = reading.id(definition);
    if (id === undefined) {
      yield { kind: 'problem', where, text: `definition "${definition.id}" has no usable id` };
      continue;
    }
    const [unread] = definition.unread;
    if (unread !== undefined) {
      const text = `${id}: ${definition.unread.length} criteria could not be read: "${unread}"`;
      yield { kind: 'problem', where, text };
    }
    const affected = affectedOf(definition.statements, ecosystemsOf);
    // Statements about other products only, or a definition without any: nothing to match.
    if (affected.length > 0) yield advisory(definition, { id, affected }, reading.source);
  }
}

function advisory(
  { metadata }: OvalDefinition,
  said: { readonly id: string; readonly affected: readonly Affected[] },
  source: string,
): FeedRecord {
  const details = childOf(metadata, 'advisory') ?? metadata;
  const references = childrenOf(metadata, 'reference');
  const ids = references.map((node) => node.attributes.get('ref_id') ?? '');
  const cves = [...ids, ...childrenOf(details, 'cve').map(({ text }) => text)].flatMap(
    (text) => text.match(/\bCVE-\d{4}-\d{4,19}\b/g) ?? [],
  );
  const word = childText(details, 'severity');
  const issued = dateOf(childOf(details, 'issued')?.attributes.get('date'));
  const dated = dateOf(childText(metadata, 'advisory_date'));
  const updated = dateOf(childOf(details, 'updated')?.attributes.get('date'));
  const title = childText(metadata, 'title');
  const description = childText(metadata, 'description');
  const published = issued ?? dated;
  const urls = references.map((node) => node.attributes.get('ref_url') ?? '');
  return {
    kind: 'advisory',
    advisory: {
      ...said,
      aliases: cvesFirst(cves, said.id),
      source,
      kind: 'vulnerability',
      severities: ratings(source, word),
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
      references: [...new Set(urls)].filter((url) => url.startsWith('http')),
      ...(published === undefined ? {} : { published }),
      ...(updated === undefined ? {} : { modified: updated }),
    },
  };
}

function dateOf(text: string | undefined): string | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\d/.test(text)) return undefined;
  return text.length === 10 ? `${text}T00:00:00Z` : text;
}

/** A statement of severity from a word; an empty list when the word rates nothing (`None`, `N/A`). */
export function ratings(source: string, word: string | undefined): SeverityStatement[] {
  const severity = word === undefined ? 'unknown' : severityOfWord(word);
  return word === undefined || severity === 'unknown' ? [] : [{ source, severity, word }];
}

type EcosystemsOf = (platforms: readonly string[]) => ReadonlySet<string>;

/** Ecosystems of lists of products; one list stands around many packages, and one product in many lists. */
function remembered({ ecosystems, otherwise }: OvalReading): EcosystemsOf {
  const products = new Map<string, readonly string[]>();
  const lists = new WeakMap<readonly string[], ReadonlySet<string>>();
  const ofProduct = (platform: string): readonly string[] => {
    const found = products.get(platform) ?? ecosystems(platform);
    products.set(platform, found);
    return found;
  };
  return (platforms) => {
    const none = platforms.length === 0 && otherwise !== undefined ? [otherwise] : [];
    const found = lists.get(platforms) ?? new Set([...platforms.flatMap(ofProduct), ...none]);
    lists.set(platforms, found);
    return found;
  };
}

/** One entry for each package, version, stream and ecosystem; the architectures of equal ones together. */
function affectedOf(statements: readonly OvalStatement[], ecosystemsOf: EcosystemsOf): Affected[] {
  const merged = new ByArchitecture();
  for (const statement of statements) {
    const { name, operation, evr, module = '', from } = statement;
    const said = [name, operation, evr, module, from?.evr ?? '', from?.exclusive ?? ''].join('\0');
    for (const ecosystem of ecosystemsOf(statement.platforms)) {
      const key = `${ecosystem}\0${said}`;
      merged.add(key, () => entryOf(statement, ecosystem), statement.arches);
    }
  }
  return merged.entries();
}

const states: Readonly<Record<OvalStatement['operation'], AdvisoryState>> = {
  'less than': 'fixed',
  'less than or equal': 'affected',
  any: 'affected',
  none: 'not_affected',
};

function entryOf(statement: OvalStatement, ecosystem: string): Affected {
  const { name, operation, module, from } = statement;
  const evr = withoutZero(statement.evr);
  const end = operation === 'less than' ? { fixed: evr } : { last_affected: evr };
  const start = from === undefined ? '0' : withoutZero(from.evr);
  const events = [
    { introduced: start, ...(from?.exclusive === true ? { exclusive: true } : {}) },
    ...(evr === '' ? [] : [end]),
  ];
  return {
    ecosystem,
    name,
    state: states[operation],
    ranges: operation === 'none' ? [] : [{ kind: 'events', events }],
    ...(module === undefined ? {} : { qualifiers: { modularity: module } }),
  };
}

/** An epoch of 0 and none are the same to rpm. */
function withoutZero(evr: string): string {
  return evr.replace(/^0:/, '');
}

/** The first id of that form among a definition's references and its title. */
export function referenceId({ metadata }: OvalDefinition, form: RegExp): string | undefined {
  const ids = childrenOf(metadata, 'reference').map((node) => node.attributes.get('ref_id') ?? '');
  const texts = [...ids, childText(metadata, 'title') ?? ''];
  return texts.flatMap((text) => form.exec(text)?.[0] ?? [])[0];
}

/** The definition's CVE, for publishers with one definition for each. */
export function cveOf(definition: OvalDefinition): string | undefined {
  const id = referenceId(definition, /\bCVE-\d{4}-\d{4,19}\b/);
  return id !== undefined && isCve(id) ? id : undefined;
}
