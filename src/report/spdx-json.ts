import type { Report } from '../model/index.ts';
import type { OutputFormat, RenderOptions, Sink } from './contract.ts';
import type { JsonObject } from './json-object.ts';
import { filled } from './json-object.ts';
import { writeJson } from './json-writer.ts';
import { documentId, spdxDocument } from './spdx-document.ts';
import type { SpdxDocument, SpdxPackage } from './spdx-document.ts';

/** SPDX 2.3 in JSON: packages and what needs what; findings have no place in it. */
export const spdxJson: OutputFormat = {
  id: 'spdx-json',
  title: 'SPDX 2.3 bill of materials in JSON',
  mediaType: 'application/spdx+json',
  extension: 'spdx.json',
  write,
};

function write(report: Report, sink: Sink, options: RenderOptions): void {
  const document = spdxDocument(report, options);
  writeJson(sink, (out) => {
    out.member('spdxVersion', 'SPDX-2.3');
    out.member('dataLicense', 'CC0-1.0');
    out.member('SPDXID', documentId);
    out.member('name', document.name);
    out.member('documentNamespace', document.namespace);
    out.member('creationInfo', {
      creators: [`Tool: ${document.tool}`],
      created: document.created,
    });
    out.member('comment', document.comment);
    out.array('packages', () => {
      for (const one of document.packages) out.element(packageObject(one, document));
    });
    out.array('relationships', () => {
      for (const { from, type, to } of document.relationships) {
        out.element({ spdxElementId: from, relationshipType: type, relatedSpdxElement: to });
      }
    });
    if (document.licenses.length > 0) {
      out.array('hasExtractedLicensingInfos', () => {
        for (const [licenseId, extractedText] of document.licenses) {
          out.element({ licenseId, extractedText, name: 'NOASSERTION' });
        }
      });
    }
  });
}

function packageObject(one: SpdxPackage, document: SpdxDocument): JsonObject {
  return {
    SPDXID: one.id,
    name: one.name,
    versionInfo: one.version,
    supplier: one.supplier ?? 'NOASSERTION',
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    checksums: one.checksum && [
      { algorithm: one.checksum.algorithm, checksumValue: one.checksum.value },
    ],
    sourceInfo: one.sourceInfo,
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: one.license,
    copyrightText: 'NOASSERTION',
    externalRefs: filled(
      one.references.map(({ category, type, locator }) => ({
        referenceCategory: category,
        referenceType: type,
        referenceLocator: locator,
      })),
    ),
    annotations: filled(
      one.remarks.map((comment) => ({
        annotator: `Tool: ${document.tool}`,
        annotationDate: document.created,
        annotationType: 'OTHER',
        comment,
      })),
    ),
    primaryPackagePurpose: one.purpose,
  };
}
