import type { Report } from '../model/index.ts';
import type { OutputFormat, RenderOptions, Sink } from './contract.ts';
import { documentId, spdxDocument } from './spdx-document.ts';
import type { SpdxDocument, SpdxPackage } from './spdx-document.ts';

/** SPDX 2.3 as tag and value, one fact a line. */
export const spdx: OutputFormat = {
  id: 'spdx',
  title: 'SPDX 2.3 bill of materials as tags and values',
  mediaType: 'text/spdx',
  extension: 'spdx',
  write,
};

function write(report: Report, sink: Sink, options: RenderOptions): void {
  const document = spdxDocument(report, options);
  const { comment } = document;
  sink('SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\n');
  sink(`SPDXID: ${documentId}\nDocumentName: ${line(document.name)}\n`);
  sink(`DocumentNamespace: ${document.namespace}\n`);
  if (comment !== undefined) sink(`DocumentComment: ${text(comment)}\n`);
  sink(`Creator: Tool: ${document.tool}\nCreated: ${document.created}\n`);
  for (const one of document.packages) sink(packageText(one));
  // Annotations name what they are about, so that they may stand after all packages.
  for (const one of document.packages) sink(remarksText(one, document));
  sink('\n');
  for (const { from, type, to } of document.relationships) {
    sink(`Relationship: ${from} ${type} ${to}\n`);
  }
  for (const [reference, extracted] of document.licenses) {
    sink(`\nLicenseID: ${reference}\nExtractedText: ${text(extracted)}\n`);
  }
}

function packageText(one: SpdxPackage): string {
  const { checksum } = one;
  const lines = [
    '',
    `PackageName: ${line(one.name)}`,
    `SPDXID: ${one.id}`,
    ...(one.version === undefined ? [] : [`PackageVersion: ${line(one.version)}`]),
    `PackageSupplier: ${line(one.supplier ?? 'NOASSERTION')}`,
    'PackageDownloadLocation: NOASSERTION',
    'FilesAnalyzed: false',
    ...(checksum === undefined
      ? []
      : [`PackageChecksum: ${checksum.algorithm}: ${checksum.value}`]),
    ...(one.sourceInfo === undefined ? [] : [`PackageSourceInfo: ${text(one.sourceInfo)}`]),
    'PackageLicenseConcluded: NOASSERTION',
    `PackageLicenseDeclared: ${one.license}`,
    'PackageCopyrightText: NOASSERTION',
    ...one.references.map(
      ({ category, type, locator }) => `ExternalRef: ${category} ${type} ${locator}`,
    ),
    `PrimaryPackagePurpose: ${one.purpose}`,
  ];
  return `${lines.join('\n')}\n`;
}

function remarksText({ id, remarks }: SpdxPackage, { tool, created }: SpdxDocument): string {
  const blocks = remarks.map((comment) => [
    '',
    `Annotator: Tool: ${tool}`,
    `AnnotationDate: ${created}`,
    `AnnotationComment: ${text(comment)}`,
    'AnnotationType: OTHER',
    `SPDXREF: ${id}`,
    '',
  ]);
  return blocks.map((lines) => lines.join('\n')).join('');
}

/** A value that opens a text would swallow the lines after it. */
function line(value: string): string {
  return value.replaceAll(/<(\/?text>)/gi, '< $1');
}

/** Free text stands between tags, which it must not end itself. */
function text(value: string): string {
  return `<text>${line(value)}</text>`;
}
