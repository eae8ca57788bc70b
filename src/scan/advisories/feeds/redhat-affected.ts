import type { CsafDocument, CsafVulnerability } from '../../../formats/csaf.ts';
import { parsePurl } from '../../../formats/purl.ts';
import type { AdvisoryState, Affected } from '../../../model/index.ts';
import { longestName } from '../names.ts';
import { redhatEcosystem } from '../redhat-products.ts';
import { ByArchitecture } from '../architectures.ts';

/** An RPM of a product, as the product tree names it. */
interface Component {
  readonly ecosystem: string;
  readonly name: string;
  /** Epoch, version and release; empty for a component in whatever version. */
  readonly evr: string;
  readonly arch?: string;
  /** Module and stream, `nodejs:18`. */
  readonly module?: string;
}

/** What a status and its remediations come down to. */
interface Said {
  readonly state: AdvisoryState;
  readonly vendorState?: string;
  readonly vendorIds?: readonly string[];
}

/**
 * Statements of a VEX document about RPMs, one for each product, package, version and bulletin. The
 * architectures of equal ones stand together. A fix is in the binary packages that are named, and the
 * source beside them says nothing more, nor of what is not affected; debugging symbols are not installed where they could be
 * attacked.
 */
export function redhatAffected(document: CsafDocument): Affected[] {
  const merged = new ByArchitecture();
  for (const vulnerability of document.vulnerabilities) {
    const remedies = remediesOf(vulnerability);
    for (const [status, ids] of vulnerability.statuses) {
      const named = ids.flatMap((id) => {
        const component = componentOf(id, document);
        return component === undefined ? [] : [{ id, component }];
      });
      const withBinaries = new Set(
        named.flatMap(({ component }) => (component.arch === 'src' ? [] : [component.ecosystem])),
      );
      for (const { id, component } of named) {
        const said = saidOf(status, remedies.get(id) ?? []);
        if (said === undefined) continue;
        const closed = said.state === 'fixed' || said.state === 'not_affected';
        const repeats = component.arch === 'src' && withBinaries.has(component.ecosystem);
        if (closed && repeats) continue;
        const base = entryOf(component, said);
        merged.add(JSON.stringify(base), () => base, binaryArch(component.arch));
      }
    }
  }
  return merged.entries();
}

function binaryArch(arch: string | undefined): readonly string[] {
  return arch === undefined || arch === 'noarch' || arch === 'src' ? [] : [arch];
}

function componentOf(id: string, { relations, products }: CsafDocument): Component | undefined {
  const relation = relations.get(id);
  const cpe = products.get(relation?.platform ?? '')?.cpe;
  const ecosystem = cpe === undefined ? undefined : redhatEcosystem(cpe);
  const text = products.get(relation?.component ?? '')?.purl;
  if (ecosystem === undefined || text?.startsWith('pkg:rpm/') !== true) return undefined;
  const purl = parsePurl(text);
  if (purl === undefined || purl.name.length > longestName) return undefined;
  if (/-debug(?:info|source)(?:-common)?$/.test(purl.name)) return undefined;
  const { arch, epoch = '0', rpmmod = '' } = purl.qualifiers ?? {};
  const version = purl.version ?? '';
  const module = /^[^:\s]{1,64}:[^:\s]{1,64}/.exec(rpmmod)?.[0];
  return {
    ecosystem,
    name: purl.name,
    evr: version === '' || epoch === '0' ? version : `${epoch}:${version}`,
    ...(arch === undefined ? {} : { arch }),
    ...(module === undefined ? {} : { module }),
  };
}

type Remedy = CsafVulnerability['remediations'][number];

function remediesOf({ remediations }: CsafVulnerability): ReadonlyMap<string, readonly Remedy[]> {
  const found = new Map<string, Remedy[]>();
  for (const remedy of remediations) {
    if (remedy.category === 'workaround') continue;
    for (const id of remedy.products) {
      const list = found.get(id) ?? [];
      found.set(id, list);
      list.push(remedy);
    }
  }
  return found;
}

const plans: ReadonlyMap<string, AdvisoryState> = new Map([
  ['Will not fix', 'will_not_fix'],
  ['Out of support scope', 'end_of_life'],
  ['Fix deferred', 'fix_deferred'],
  ['Under investigation', 'under_investigation'],
]);

function saidOf(status: string, remedies: readonly Remedy[]): Said | undefined {
  if (status === 'fixed' || status === 'first_fixed') {
    const vendorIds = remedies.flatMap(
      ({ url }) => /\/(RH[SBE]A-\d{4}:\d{4,6})$/.exec(url ?? '')?.[1] ?? [],
    );
    return { state: 'fixed', ...(vendorIds.length === 0 ? {} : { vendorIds }) };
  }
  if (status === 'known_not_affected') return { state: 'not_affected' };
  if (status === 'under_investigation') return { state: 'under_investigation' };
  if (status !== 'known_affected') return undefined;
  const word = remedies.map(({ details }) => details).find((details) => plans.has(details));
  const planned = remedies.some(({ category }) => category === 'no_fix_planned');
  const state = plans.get(word ?? '') ?? (planned ? 'will_not_fix' : 'affected');
  return { state, vendorState: word ?? 'Affected' };
}

function entryOf(component: Component, said: Said): Affected {
  const { ecosystem, name, evr, module } = component;
  const base = {
    ecosystem,
    name,
    ...said,
    qualifiers: {
      names: component.arch === 'src' ? 'source' : 'binary',
      ...(module === undefined ? {} : { modularity: module }),
    },
  };
  if (said.state === 'not_affected') {
    // A build that is named so is clear; what other builds are, it does not say.
    return evr === '' ? { ...base, ranges: [] } : { ...base, ranges: [], versions: [evr] };
  }
  const end = said.state === 'fixed' && evr !== '' ? [{ fixed: evr }] : [];
  return { ...base, ranges: [{ kind: 'events', events: [{ introduced: '0' }, ...end] }] };
}
