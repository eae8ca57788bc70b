import type {
  Finding,
  Location,
  Package,
  Report,
  SeverityStatement,
} from '../../src/model/index.ts';

/** The parts of an outside report (Trivy's JSON) that the tests read. */
interface TrivyDocument {
  readonly ArtifactName: string;
  readonly Metadata: {
    readonly Size: number;
    readonly OS: { readonly Family: string; readonly Name: string; readonly EOSL: boolean };
    readonly ImageID: string;
    readonly RepoTags: readonly string[];
    readonly ImageConfig: { readonly os: string; readonly architecture: string };
    readonly Layers: readonly {
      readonly Size: number;
      readonly Digest: string;
      readonly DiffID: string;
    }[];
  };
  readonly Results: readonly { readonly Vulnerabilities: readonly TrivyVulnerability[] }[];
}

interface TrivyVulnerability {
  readonly VulnerabilityID: string;
  readonly PkgName: string;
  readonly PkgIdentifier: { readonly PURL: string };
  readonly InstalledVersion: string;
  readonly FixedVersion: string;
  readonly SeveritySource: string;
  readonly DataSource: { readonly ID: string; readonly Name: string; readonly URL: string };
  readonly Title: string;
  readonly Description: string;
  readonly Severity: string;
  readonly CweIDs: readonly string[];
  readonly VendorSeverity: Readonly<Record<string, number>>;
  readonly CVSS: Readonly<
    Record<
      string,
      {
        readonly V2Vector?: string;
        readonly V2Score?: number;
        readonly V3Vector?: string;
        readonly V3Score?: number;
      }
    >
  >;
  readonly References: readonly string[];
  readonly PublishedDate: string;
  readonly LastModifiedDate: string;
}

const words = ['unknown', 'low', 'medium', 'high', 'critical'] as const;

/** The same findings as our nouns. */
export function fromTrivy(document: TrivyDocument): Report {
  const { Metadata } = document;
  const layer = Metadata.Layers[0]!;
  const location: Location = {
    layer: { index: 0, digest: layer.Digest, diffId: layer.DiffID },
    file: { path: 'lib/apk/db/installed' },
  };
  const all = document.Results.flatMap((result) => result.Vulnerabilities);
  const source = all[0]!.DataSource;
  return {
    subject: {
      kind: 'image',
      name: document.ArtifactName,
      image: {
        id: Metadata.ImageID,
        tags: Metadata.RepoTags,
        digests: [],
        os: Metadata.ImageConfig.os,
        architecture: Metadata.ImageConfig.architecture,
        size: Metadata.Size,
        layers: Metadata.Layers.map((one) => ({
          diffId: one.DiffID,
          digest: one.Digest,
          size: one.Size,
        })),
        configuration: Metadata.ImageConfig,
        source: 'docker save',
      },
    },
    status: 'complete',
    errors: [],
    os: {
      id: Metadata.OS.Family,
      version: Metadata.OS.Name,
      endOfLife: { ended: Metadata.OS.EOSL },
    },
    packages: [...new Map(all.map((one) => [one.PkgName, packageOf(one, location)])).values()],
    findings: all.map((one) => findingOf(one, location)),
    suppressed: [],
    checks: [],
    coverage: [],
    database: {
      path: '',
      schema: 1,
      built: '2021-08-25T00:00:00Z',
      checksum: '',
      starter: false,
      feeds: [
        {
          id: source.ID,
          title: source.Name,
          url: source.URL,
          ecosystems: ['Alpine'],
          records: 1,
          fetched: '2021-08-25T00:00:00Z',
          licence: '',
        },
      ],
    },
    notes: [],
  };
}

function packageOf(one: TrivyVulnerability, location: Location): Package {
  return {
    name: one.PkgName,
    version: one.InstalledVersion,
    type: 'apk',
    purl: one.PkgIdentifier.PURL,
    source: { name: 'openssl', version: one.InstalledVersion },
    foundBy: 'apk',
    locations: [location],
  };
}

function findingOf(one: TrivyVulnerability, location: Location): Finding {
  return {
    rule: one.VulnerabilityID,
    kind: 'vulnerability',
    severity: one.Severity.toLowerCase() as Finding['severity'],
    verdict: 'affected',
    message: { id: 'match.affected', params: {}, text: one.Title },
    aliases: [],
    locations: [location],
    evidence: [],
    fix: { state: 'fixed', versions: [one.FixedVersion] },
    package: one.PkgIdentifier.PURL,
    vulnerability: {
      title: one.Title,
      description: one.Description,
      references: one.References,
      cwes: one.CweIDs,
      published: one.PublishedDate,
      modified: one.LastModifiedDate,
      dataSource: one.DataSource.ID,
      vendorIds: [],
      status: 'fixed',
      severitySource: one.SeveritySource,
      severities: statements(one),
      risk: 1,
      match: { by: 'indirect', name: 'openssl', range: `< ${one.FixedVersion}` },
    },
  };
}

function statements(one: TrivyVulnerability): readonly SeverityStatement[] {
  return Object.entries(one.VendorSeverity).flatMap(([source, number]) => {
    const severity = words[number] ?? 'unknown';
    const { V2Vector, V2Score, V3Vector, V3Score } = one.CVSS[source] ?? {};
    const rows: SeverityStatement[] = [];
    if (V2Vector !== undefined && V2Score !== undefined) {
      rows.push({ source, severity, cvss: { version: '2.0', vector: V2Vector, score: V2Score } });
    }
    if (V3Vector !== undefined && V3Score !== undefined) {
      const version = V3Vector.startsWith('CVSS:3.0') ? '3.0' : '3.1';
      rows.push({ source, severity, cvss: { version, vector: V3Vector, score: V3Score } });
    }
    return rows.length === 0 ? [{ source, severity }] : rows;
  });
}

/** Leaves of `wanted`, by path, that `found` does not have; `skip` names the paths that need not agree. */
export function differences(
  wanted: unknown,
  found: unknown,
  skip: RegExp,
): { readonly missing: readonly string[]; readonly compared: number } {
  const missing: string[] = [];
  let compared = 0;
  const walk = (left: unknown, right: unknown, path: string): void => {
    if (skip.test(path)) return;
    if (typeof left === 'object' && left !== null) {
      for (const [key, value] of Object.entries(left)) {
        const next = (right as Record<string, unknown> | null | undefined)?.[key];
        walk(value, next, `${path}.${key}`);
      }
      if (Array.isArray(left) && Array.isArray(right) && left.length !== right.length) {
        missing.push(`${path}: ${left.length} elements, found ${right.length}`);
      }
      return;
    }
    compared += 1;
    if (left !== right) missing.push(`${path}: ${String(left)}, found ${String(right)}`);
  };
  walk(wanted, found, '');
  return { missing, compared };
}
