import type { Program } from './program.ts';

/** Names of a program in the Common Platform Enumeration (2.3 formatted strings); none when no product is known. */
export function productNames(
  { products = [], target = '*' }: Pick<Program, 'products' | 'target'>,
  version: string,
): readonly string[] {
  const written = version === '' ? '*' : escaped(version);
  return products.map((product) => {
    const [vendor = '', name = ''] = product.split(':').map(escaped);
    return `cpe:2.3:a:${vendor}:${name}:${written}:*:*:*:*:${target}:*:*`;
  });
}

/** NISTIR 7695: everything but letters, digits and underscores is written with a backslash; dots and hyphens may go without. */
function escaped(text: string): string {
  return text.replaceAll(/[^\w.-]/g, String.raw`\$&`);
}
