import { hash } from 'node:crypto';
import { printable } from '../model/index.ts';

/**
 * Ids of the SPDX License List that packages mostly carry; https://spdx.org/licenses. What is not
 * here is written as a reference with its text, which is valid as well.
 */
const known: ReadonlySet<string> = new Set(
  (
    '0BSD AFL-2.1 AFL-3.0 AGPL-3.0 AGPL-3.0-only AGPL-3.0-or-later Apache-1.1 Apache-2.0 ' +
    'Artistic-1.0 Artistic-1.0-Perl Artistic-2.0 BlueOak-1.0.0 BSD-1-Clause BSD-2-Clause ' +
    'BSD-2-Clause-Patent BSD-3-Clause BSD-4-Clause BSL-1.0 bzip2-1.0.6 CC-BY-3.0 CC-BY-4.0 ' +
    'CC-BY-SA-4.0 CC0-1.0 CDDL-1.0 CDDL-1.1 curl ECL-2.0 EPL-1.0 EPL-2.0 EUPL-1.2 FSFAP FTL ' +
    'GFDL-1.3-or-later GPL-1.0-only GPL-1.0-or-later GPL-2.0 GPL-2.0-only GPL-2.0-or-later ' +
    'GPL-3.0 GPL-3.0-only GPL-3.0-or-later HPND ICU IJG ISC LGPL-2.0-only LGPL-2.0-or-later ' +
    'LGPL-2.1 LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0 LGPL-3.0-only LGPL-3.0-or-later Libpng ' +
    'MIT MIT-0 MPL-1.1 MPL-2.0 MS-PL MulanPSL-2.0 NCSA OFL-1.1 OLDAP-2.8 OpenSSL PHP-3.01 ' +
    'PostgreSQL PSF-2.0 Python-2.0 Ruby SSPL-1.0 TCL Unicode-3.0 Unicode-DFS-2016 Unlicense ' +
    'UPL-1.0 Vim W3C WTFPL X11 Zlib ZPL-2.1'
  ).split(' '),
);

/** Collects the license texts of a document that are no expressions of known ids. */
export class Licenses {
  readonly #texts = new Map<string, string>();

  /** The expression for what a package declares; `NOASSERTION` when it declares nothing. */
  expression(declared: readonly string[] | undefined): string {
    const parts = [...new Set((declared ?? []).map((text) => this.#part(text)))];
    if (parts.length === 0) return 'NOASSERTION';
    const [only = ''] = parts;
    return parts.length === 1
      ? only
      : parts.map((part) => (part.includes(' ') ? `(${part})` : part)).join(' AND ');
  }

  /** Texts by their reference, in the order of the references. */
  texts(): readonly (readonly [reference: string, text: string])[] {
    return [...this.#texts].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  #part(text: string): string {
    if (isExpression(text)) return text;
    const reference = `LicenseRef-${hash('sha256', text).slice(0, 16)}`;
    this.#texts.set(reference, printable(text.slice(0, 10_000)));
    return reference;
  }
}

/** `MIT`, `Apache-2.0 OR MIT`: known ids with one operator between each two, without brackets. */
function isExpression(text: string): boolean {
  const words = text.split(' ');
  return (
    words.length % 2 === 1 &&
    words.every((word, at) => (at % 2 === 0 ? known.has(word) : word === 'AND' || word === 'OR'))
  );
}
