import assert from 'node:assert/strict';
import { distroOf, ecosystemOf as languageOf } from '../../src/model/index.ts';
import type { Advisory, Affected } from '../../src/model/index.ts';
import { nvdConfigurations } from '../../src/scan/advisories/feeds/nvd-record.ts';
import { osvEcosystems } from '../../src/scan/advisories/feeds/osv-ecosystems.ts';
import { osvAdvisory } from '../../src/scan/advisories/feeds/osv.ts';

interface OsRecord {
  readonly Name: string;
  readonly FixedIn: readonly {
    readonly Name: string;
    readonly NamespaceName: string;
    readonly Version: string;
    readonly Arch?: string;
    readonly Module?: string | null;
    readonly VendorAdvisory?: {
      readonly NoAdvisory?: boolean;
      readonly AdvisorySummary?: readonly { readonly ID: string }[];
    };
  }[];
}

interface OsvRecord {
  readonly id: string;
  readonly aliases?: readonly string[];
  readonly upstream?: readonly string[];
  readonly related?: readonly string[];
  readonly affected: readonly {
    readonly package: { readonly ecosystem: string; readonly name: string; readonly purl?: string };
    readonly ranges: readonly { readonly events: readonly never[] }[];
    readonly ecosystem_specific?: { readonly rpm_modularity?: string };
  }[];
}

interface GithubRecord {
  readonly ghsaId: string;
  readonly CVE: readonly string[];
  readonly withdrawn: string | null;
  readonly FixedIn: readonly {
    readonly name: string;
    readonly identifier: string;
    readonly range: string;
    readonly ecosystem: string;
  }[];
}

interface VexRecord {
  readonly vulnerability: { readonly name: string; readonly aliases: readonly string[] };
  readonly products: readonly { readonly identifiers: { readonly purl: string } }[];
}

interface CsafRecord {
  readonly product_tree: {
    readonly branches: readonly CsafBranch[];
    readonly relationships: readonly CsafRelationship[];
  };
  readonly vulnerabilities: readonly {
    readonly cve: string;
    readonly product_status: { readonly known_affected?: readonly string[] };
  }[];
}

interface CsafBranch {
  readonly branches?: readonly CsafBranch[];
  readonly product?: {
    readonly product_id: string;
    readonly product_identification_helper?: { readonly cpe?: string; readonly purl?: string };
  };
}

interface CsafRelationship {
  readonly full_product_name: { readonly product_id: string };
  readonly product_reference: string;
  readonly relates_to_product_reference: string;
}

interface NvdRecord {
  readonly id: string;
  readonly configurations: readonly unknown[];
}

const ecosystems: Readonly<Record<string, string>> = {
  npm: 'npm',
  python: 'PyPI',
  gem: 'RubyGems',
  go: 'Go',
  java: 'Maven',
};
const base = { kind: 'vulnerability', severities: [] } as const;

/** Vunnel's record forms as advisories. Forms of families that are not here yet give none. */
export function matcherAdvisories(
  provider: string,
  item: Readonly<Record<string, unknown>>,
): readonly Advisory[] {
  if (provider === 'nvd') return [nvd(item['cve'] as NvdRecord)];
  if (provider === 'github') return [github(item['Advisory'] as GithubRecord)];
  if (provider === 'hummingbird') return csaf(item as unknown as CsafRecord);
  if ('document' in item && 'fixes' in item) return [vex(item['document'] as VexRecord)];
  if (provider === 'govulndb') return [goVulnerability(item)];
  if ('affected' in item) return [osv(item as unknown as OsvRecord, provider)];
  const record = item['Vulnerability'] as Partial<OsRecord> | undefined;
  return record?.FixedIn === undefined ? [] : [distribution(record as OsRecord, provider)];
}

function distribution(record: OsRecord, source: string): Advisory {
  const affected = record.FixedIn.map((fix): Affected => {
    const qualifiers = {
      ...(fix.Module ? { modularity: fix.Module } : {}),
      ...(fix.Arch ? { arch: fix.Arch } : {}),
    };
    const unfixed = fix.Version === 'None' || fix.Version === '';
    const vendorIds = (fix.VendorAdvisory?.AdvisorySummary ?? []).map(({ ID }) => ID);
    return {
      ecosystem: ecosystemOf(fix.NamespaceName),
      name: fix.Name,
      state: fix.Version === '0' ? 'not_affected' : unfixed ? 'affected' : 'fixed',
      ranges:
        fix.Version === '0'
          ? []
          : [
              {
                kind: 'events',
                events: [{ introduced: '0' }, ...(unfixed ? [] : [{ fixed: fix.Version }])],
              },
            ],
      ...(vendorIds.length > 0 && { vendorIds }),
      ...(Object.keys(qualifiers).length > 0 && { qualifiers }),
    };
  });
  return { ...base, id: record.Name, aliases: [], source, affected };
}

/** `rhel:8`, `sles:15.6`, `alpine:3.12`; release tracks of their own (`rhel:9.4+eus`) keep their name. */
function ecosystemOf(namespace: string): string {
  const [family = '', release = ''] = namespace.split(':');
  const { advisories, extended } = distroOf(family) ?? {};
  const rolling = advisories?.({ id: family, version: '' });
  if (release === 'rolling' && rolling !== undefined) return rolling;
  if (extended !== undefined && release.endsWith(`+${extended.channel}`)) {
    const version = release.slice(0, -extended.channel.length - 1);
    return extended.advisories({ id: family, version }) ?? namespace;
  }
  const known = /^[\d.]+$/.test(release)
    ? distroOf(family)?.advisories({ id: family, version: release })
    : undefined;
  return known ?? `${family.charAt(0).toUpperCase()}${family.slice(1)}:${release}`;
}

/** Products of a CSAF document that are known to be affected and not fixed, by CPE of the distribution and purl of the package. */
function csaf({ product_tree: tree, vulnerabilities }: CsafRecord): readonly Advisory[] {
  const flat = (branches: readonly CsafBranch[]): readonly CsafBranch[] =>
    branches.flatMap((branch) => [branch, ...flat(branch.branches ?? [])]);
  const helpers = new Map(
    flat(tree.branches).flatMap(({ product }) =>
      product === undefined ? [] : [[product.product_id, product.product_identification_helper]],
    ),
  );
  return vulnerabilities.map(({ cve, product_status: status }) => {
    const affected = (status.known_affected ?? []).flatMap((id): readonly Affected[] => {
      const relation = tree.relationships.find(
        ({ full_product_name: { product_id } }) => product_id === id,
      );
      const cpe = helpers.get(relation?.relates_to_product_reference ?? '')?.cpe ?? '';
      const purl = helpers.get(relation?.product_reference ?? '')?.purl ?? '';
      const name = /^pkg:rpm\/redhat\/([^@?]+)$/.exec(purl)?.[1];
      const product = /^cpe:\/a:redhat:(\w+:\d+)$/.exec(cpe)?.[1];
      if (name === undefined || product === undefined) return [];
      return [{ ecosystem: `Red Hat:${product}`, name, state: 'affected', ranges: [] }];
    });
    return { ...base, id: cve, aliases: [], source: 'csaf', affected };
  });
}

/** Records of the Go vulnerability database are read as the product reads them. */
function goVulnerability(item: Readonly<Record<string, unknown>>): Advisory {
  const row = osvEcosystems.find(({ id }) => id === 'osv-go');
  assert.ok(row !== undefined);
  const advisory = osvAdvisory(item, row);
  if (typeof advisory === 'string') throw new Error(advisory);
  return advisory;
}

function osv(record: OsvRecord, source: string): Advisory {
  const affected = record.affected.map((entry): Affected => ({
    ecosystem: entry.package.ecosystem,
    name: entry.package.name,
    state: 'fixed',
    ranges: entry.ranges.map(({ events }) => ({ kind: 'events', events })),
    ...osvQualifiers(entry),
  }));
  // Errata name the faults that they fix under "related".
  const fixes = source === 'alma' ? (record.related ?? []) : [];
  const aliases = [...(record.aliases ?? []), ...(record.upstream ?? []), ...fixes];
  return { ...base, id: record.id, aliases, source, affected };
}

function osvQualifiers({
  package: { purl = '' },
  ecosystem_specific: specific,
}: OsvRecord['affected'][number]): Pick<Affected, 'qualifiers'> {
  const arch = /[?&]arch=([^&]+)/.exec(purl)?.[1];
  const qualifiers = {
    ...(specific?.rpm_modularity && { modularity: specific.rpm_modularity }),
    ...(arch !== undefined && arch !== 'source' && arch !== 'src' && { arch }),
  };
  return Object.keys(qualifiers).length === 0 ? {} : { qualifiers };
}

function github(record: GithubRecord): Advisory {
  const affected = record.FixedIn.map((fix): Affected => ({
    ecosystem: ecosystems[fix.ecosystem] ?? fix.ecosystem,
    name: fix.name,
    state: fix.identifier === 'None' ? 'affected' : 'fixed',
    ranges: [
      {
        kind: 'expression',
        // Vunnel drops GitHub's commas between the two sides of a range.
        expression: fix.range.replaceAll(/(?<=[^\s,]) +(?=[<>=])/g, ', '),
        fixed: fix.identifier === 'None' ? [] : [fix.identifier],
      },
    ],
  }));
  const withdrawn = record.withdrawn === null ? {} : { withdrawn: record.withdrawn };
  return {
    ...base,
    ...withdrawn,
    id: record.ghsaId,
    aliases: record.CVE,
    source: 'github',
    affected,
  };
}

/** As the feed reads it. */
function nvd(record: NvdRecord): Advisory {
  const { affected, problems } = nvdConfigurations(record.configurations);
  assert.deepEqual(problems, []);
  return { ...base, id: record.id, aliases: [], source: 'nvd', affected };
}

/** A supplier's "fixed" products: exactly these versions are unaffected. */
function vex(record: VexRecord): Advisory {
  const affected = record.products.map(({ identifiers }): Affected => {
    const [, type = '', name = '', version = ''] =
      /^pkg:(\w+)\/(.+)@(.+)$/.exec(identifiers.purl) ?? [];
    const osv = languageOf(type)?.osv ?? type;
    return {
      ecosystem: osv,
      name: osv === 'Maven' ? name.replace('/', ':') : name,
      state: 'not_affected',
      ranges: [],
      versions: [decodeURIComponent(version)],
    };
  });
  const { name, aliases } = record.vulnerability;
  return { ...base, id: name, aliases, source: 'vex', affected };
}
