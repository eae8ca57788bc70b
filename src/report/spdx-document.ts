import { hash } from 'node:crypto';
import type { Package, Report } from '../model/index.ts';
import { printable } from '../model/index.ts';
import { billOf, contentUuid } from './bill.ts';
import type { Bill } from './bill.ts';
import type { RenderOptions } from './contract.ts';
import { byText } from '../model/order.ts';
import { Licenses } from './spdx-license.ts';
import type { Target } from './targets.ts';

/** A package of SPDX 2.3; what is undefined is not said. */
export interface SpdxPackage {
  readonly id: string;
  readonly name: string;
  readonly version?: string | undefined;
  readonly supplier?: string | undefined;
  readonly license: string;
  readonly purpose: 'CONTAINER' | 'APPLICATION' | 'OPERATING-SYSTEM' | 'LIBRARY';
  readonly sourceInfo?: string | undefined;
  readonly checksum?: { readonly algorithm: string; readonly value: string } | undefined;
  readonly references: readonly SpdxReference[];
  /** What SPDX has no member for, each as `Name: value`. */
  readonly remarks: readonly string[];
}

/** Another name of a package. */
export interface SpdxReference {
  readonly category: 'PACKAGE-MANAGER' | 'SECURITY';
  readonly type: 'purl' | 'cpe23Type';
  readonly locator: string;
}

/** `from` TYPE `to`. */
export interface SpdxRelationship {
  readonly from: string;
  readonly type: 'DESCRIBES' | 'CONTAINS' | 'DEPENDS_ON';
  readonly to: string;
}

/** An SPDX 2.3 document, before it is written in one of its forms; https://spdx.github.io/spdx-spec/v2.3. */
export interface SpdxDocument {
  readonly name: string;
  readonly namespace: string;
  readonly created: string;
  readonly tool: string;
  readonly comment?: string | undefined;
  readonly packages: readonly SpdxPackage[];
  readonly relationships: readonly SpdxRelationship[];
  /** Texts of licenses that the list of SPDX does not have, by reference. */
  readonly licenses: readonly (readonly [reference: string, text: string])[];
}

/** The id of the document itself. */
export const documentId = 'SPDXRef-DOCUMENT';
const subjectId = 'SPDXRef-Subject';

/** The bill of materials of a report as SPDX. Namespace and times come from the content, so that equal reports give equal bytes. */
export function spdxDocument(report: Report, options: RenderOptions): SpdxDocument {
  const bill = billOf(report);
  const licenses = new Licenses();
  const packages = [
    subjectOf(report),
    ...bill.targets.map((target) => targetPackage(target, report)),
    ...bill.packages.map((item) => packageOf(item, bill, licenses)),
  ];
  return {
    name: printable(report.subject.name) || 'subject',
    namespace: `urn:uuid:${contentUuid(report)}`,
    created: secondsOf(options.created ?? report.database?.built),
    tool: `${options.program.name}-${options.program.version}`,
    comment: gapsOf(report),
    packages,
    relationships: relationshipsOf(bill),
    licenses: licenses.texts(),
  };
}

/** The form that SPDX wants: seconds, in UTC. */
function secondsOf(time: string | undefined): string {
  const seconds = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.exec(time ?? '')?.[0];
  return `${seconds ?? '1970-01-01T00:00:00'}Z`;
}

/** A list that is not whole says so. */
function gapsOf({ status, errors }: Report): string | undefined {
  if (status === 'complete') return undefined;
  const told = errors.slice(0, 20).map(({ code, text }) => `${code}: ${text}`);
  return printable(`The list of packages is ${status}. ${told.join(' ')}`);
}

function subjectOf({ subject }: Report): SpdxPackage {
  const { image } = subject;
  const version = image?.manifestDigest ?? image?.id;
  const remarks = {
    ImageID: image?.id,
    Reference: image === undefined ? undefined : subject.name,
    DiffID: image?.layers.flatMap(({ diffId }) => diffId ?? []),
  };
  return {
    id: subjectId,
    name: printable(subject.name) || 'subject',
    version: version === undefined ? undefined : printable(version),
    license: 'NOASSERTION',
    purpose: image === undefined ? 'APPLICATION' : 'CONTAINER',
    references: [],
    remarks: remarksOf(remarks),
  };
}

/** The operating system, a lockfile, or a family of scattered packages. */
function targetPackage(target: Target, { os }: Report): SpdxPackage {
  const system = target.class === 'os-pkgs' && os !== undefined;
  return {
    id: targetId(target),
    name: printable(system ? os.id : target.name) || 'target',
    version: system && os.version !== '' ? printable(os.version) : undefined,
    license: 'NOASSERTION',
    purpose: system ? 'OPERATING-SYSTEM' : 'APPLICATION',
    references: [],
    remarks: remarksOf({ Class: target.class, Type: target.type }),
  };
}

function packageOf(item: Package, { refs }: Bill, licenses: Licenses): SpdxPackage {
  const [location] = item.locations;
  const source = item.source;
  // A report that is converted may hold any text here; a locator has no white space.
  const locator = printable(item.purl).replaceAll(/\s/g, '%20');
  const purl: SpdxReference = { category: 'PACKAGE-MANAGER', type: 'purl', locator };
  const cpes = (item.cpes ?? []).filter((cpe) => /^cpe:2\.3:[!-~]+$/.test(cpe));
  return {
    id: packageId(refs(item)),
    name: printable(item.name) || 'package',
    version: item.version === '' ? undefined : printable(item.version),
    supplier:
      item.maintainer === undefined ? undefined : `Organization: ${oneName(item.maintainer)}`,
    license: licenses.expression(item.licenses),
    purpose: 'LIBRARY',
    // The words that other readers of bills of materials look for.
    sourceInfo:
      source === undefined
        ? undefined
        : printable(`built package from: ${source.name} ${source.version}`),
    checksum: checksumOf(item.digest),
    references: [
      purl,
      ...cpes.map((locator): SpdxReference => ({
        category: 'SECURITY',
        type: 'cpe23Type',
        locator,
      })),
    ],
    remarks: remarksOf({
      PkgType: item.type,
      LayerDiffID: location?.layer?.diffId,
      LayerDigest: location?.layer?.digest,
      FilePath: location?.file?.path,
    }),
  };
}

/** An address in brackets would be read as an e-mail's place; only the name is kept. */
function oneName(text: string): string {
  const name = printable(text)
    .replace(/[<(].*$/s, '')
    .trim();
  return name === '' ? 'NOASSERTION' : name;
}

function remarksOf(
  values: Readonly<Record<string, string | readonly string[] | undefined>>,
): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    (value === undefined || value === '' ? [] : [value].flat()).map((one) =>
      printable(`${name}: ${one}`),
    ),
  );
}

const algorithms: ReadonlyMap<string, number> = new Map([
  ['MD5', 32],
  ['SHA1', 40],
  ['SHA256', 64],
  ['SHA512', 128],
]);

function checksumOf(digest: string | undefined): SpdxPackage['checksum'] {
  const [, name = '', value = ''] = /^([a-z0-9]+):([0-9a-f]+)$/.exec(digest ?? '') ?? [];
  const algorithm = name.toUpperCase();
  return algorithms.get(algorithm) === value.length ? { algorithm, value } : undefined;
}

function targetId({ class: kind, type, name }: Target): string {
  return `SPDXRef-Target-${hash('sha256', JSON.stringify([kind, type, name])).slice(0, 16)}`;
}

/** Ids may hold letters, digits, dots and hyphens only, which no purl does. */
function packageId(ref: string): string {
  return `SPDXRef-Package-${hash('sha256', ref).slice(0, 16)}`;
}

function relationshipsOf({ targets, packages, refs, needs }: Bill): readonly SpdxRelationship[] {
  const known = new Set(packages.map(refs));
  return [
    { from: documentId, type: 'DESCRIBES', to: subjectId },
    ...targets.map((target): SpdxRelationship => ({
      from: subjectId,
      type: 'CONTAINS',
      to: targetId(target),
    })),
    ...targets.flatMap((target) =>
      [...new Set(target.packages.map(refs))]
        .filter((ref) => known.has(ref))
        .sort(byText)
        .map((ref): SpdxRelationship => ({
          from: targetId(target),
          type: 'CONTAINS',
          to: packageId(ref),
        })),
    ),
    ...packages.flatMap((item) =>
      needs(item).map((ref): SpdxRelationship => ({
        from: packageId(refs(item)),
        type: 'DEPENDS_ON',
        to: packageId(ref),
      })),
    ),
  ];
}
