import { FormatError } from '../../../formats/errors.ts';
import { readSbom } from '../../sbom/read-sbom.ts';
import { sbomPackages } from '../../sbom/sbom-packages.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { baseName } from '../paths.ts';

/** Names that say what the file is; `bom.json` may be something else. */
const names =
  /(?:^bom\.(?:json|xml)|\.cdx(?:\.json|\.xml)|\.spdx(?:\.json|\.ya?ml|\.rdf|\.rdf\.xml)?|^\.spdx\.[^/]+\.json|^sbom\.json)$/;

function wants(path: string): boolean {
  const name = baseName(path).toLowerCase();
  // Most paths of an image end here.
  return /[mxnlf]$/.test(name) && names.test(name);
}

function read(file: FileReader): AnalyzerResult {
  try {
    // What a file says of the operating system is true of where it was made, not of this image.
    const { os: _os, ...result } = sbomPackages(readSbom(file.bytes, `"${file.path}"`));
    return result;
  } catch (error) {
    const said = /^s?bom\.(?:json|xml)$/.test(baseName(file.path).toLowerCase());
    if (said && error instanceof FormatError) return {};
    throw error;
  }
}

/** Bills of materials that lie in an image: Bitnami's, Docker's hardened images', buildpacks', wheels'. */
export const embeddedSbom: FileAnalyzer = {
  id: 'embedded-sbom',
  version: 1,
  type: 'generic',
  finds: 'installed',
  files: [
    '**/bom.json',
    '**/bom.xml',
    '**/sbom.json',
    '**/*.cdx.json',
    '**/*.cdx.xml',
    '**/*.spdx',
    '**/*.spdx.json',
    '**/*.spdx.yaml',
    '**/*.spdx.yml',
    '**/*.spdx.rdf',
    '**/*.spdx.rdf.xml',
    '**/.spdx.*.json',
  ],
  wants,
  read,
};

/** The file given to `plimsoll sbom`, whatever it is called. */
export const sbomDocument: FileAnalyzer = {
  id: 'sbom-document',
  version: 1,
  type: 'generic',
  finds: 'sbom',
  files: ['*'],
  wants: () => true,
  read: (file) => sbomPackages(readSbom(file.bytes, `"${file.path}"`)),
};
