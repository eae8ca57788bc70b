import { printable } from '../model/index.ts';

/** Text between tags. XML 1.0 knows no control characters at all, not even as references: they are replaced. */
export function escaped(text: string): string {
  return text
    .toWellFormed()
    .split('\n')
    .map(printable)
    .join('\n')
    .replaceAll(/[\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Text as an attribute's value, quotes included; on one line. */
export function quoted(text: string): string {
  return `"${escaped(printable(text))}"`;
}
