/**
 * A platform name of the Common Platform Enumeration, in lower case and without escapes. The empty
 * text is ANY, `-` is "not applicable"; NISTIR 7695 allows neither as a value that means itself.
 */
export interface Cpe {
  /** `a` application, `o` operating system, `h` hardware. */
  readonly part: string;
  readonly vendor: string;
  readonly product: string;
  readonly version: string;
  readonly update: string;
  readonly edition: string;
  readonly language: string;
  readonly softwareEdition: string;
  /** What the product runs inside: `node.js`, `wordpress`, `linux_kernel`. */
  readonly targetSoftware: string;
  readonly targetHardware: string;
  readonly other: string;
}

/** The longest name in NVD's dictionary is below 400 characters. */
const maxLength = 2048;

const printableAscii = /^[\x21-\x7e]+$/;
const percentEncoded = /%(?:2[1-9a-f]|[3-6][0-9a-f]|7[0-9a-e])/g;

/**
 * Reads a CPE 2.3 formatted string (`cpe:2.3:a:vendor:product:…`, eleven components) or a CPE 2.2
 * URI (`cpe:/a:vendor:product…`, packed edition included), NISTIR 7695 section 6. Undefined when the
 * text is neither, and for wildcards inside a value: such a name means no single product. Characters
 * that ought to be escaped but cannot be misread (`+`, `~`) are taken as they are.
 */
export function parseCpe(text: string): Cpe | undefined {
  if (text.length > maxLength || !printableAscii.test(text)) return undefined;
  const name = text.toLowerCase();
  const values = name.startsWith('cpe:2.3:')
    ? formatted(name.slice('cpe:2.3:'.length))
    : name.startsWith('cpe:/')
      ? uri(name.slice('cpe:/'.length))
      : undefined;
  return values === undefined ? undefined : named(values);
}

/** The name that advisories by CPE go by: `openssl:openssl`, or undefined where either side is open. */
export function cpeName({ vendor, product }: Pick<Cpe, 'vendor' | 'product'>): string | undefined {
  if (isOpen(vendor) || isOpen(product)) return undefined;
  return `${plain(vendor)}:${plain(product)}`;
}

/**
 * The version as upstream writes it: `1.0.1` and update `beta1` are `1.0.1beta1`, `9.3` and `p1`
 * are `9.3p1`. Undefined where the name leaves the version open.
 */
export function cpeVersion({
  version,
  update,
}: Pick<Cpe, 'version' | 'update'>): string | undefined {
  if (isOpen(version)) return undefined;
  return isOpen(update) ? version : `${version}${update}`;
}

/** True for ANY and for "not applicable". */
function isOpen(value: string): boolean {
  return value === '' || value === '-';
}

/** Two values joined by a colon stay apart. */
function plain(value: string): string {
  return value.replaceAll(/[\\:]/g, String.raw`\$&`);
}

function named(values: readonly string[]): Cpe | undefined {
  const [part = '', vendor = '', product = '', version = '', update = '', edition = ''] = values;
  const [language = '', softwareEdition = '', targetSoftware = ''] = values.slice(6);
  const [targetHardware = '', other = ''] = values.slice(9);
  if (!['a', 'o', 'h', '', '-'].includes(part)) return undefined;
  return {
    part,
    vendor,
    product,
    version,
    update,
    edition,
    language,
    softwareEdition,
    targetSoftware,
    targetHardware,
    other,
  };
}

/** The eleven values of a formatted string. */
function formatted(text: string): readonly string[] | undefined {
  const values: string[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (at === text.length || text[at] === ':') {
      const value = unescaped(text.slice(start, at));
      if (value === undefined || values.length === 11) return undefined;
      values.push(value);
      start = at + 1;
    }
  }
  return values.length === 11 ? values : undefined;
}

function unescaped(component: string): string | undefined {
  if (component === '*') return '';
  if (component === '-') return component;
  let value = '';
  for (let at = 0; at < component.length; at += 1) {
    let character = component[at];
    if (character === '*' || character === '?') return undefined;
    if (character === '\\') {
      at += 1;
      character = component[at];
    }
    if (character === undefined) return undefined;
    value += character;
  }
  return isOpen(value) ? undefined : value;
}

/** The values of a URI, in the order of the formatted string; what is left out is ANY. */
function uri(text: string): readonly string[] | undefined {
  const components = text.split(':');
  if (components.length > 7) return undefined;
  const [
    part = '',
    vendor = '',
    product = '',
    version = '',
    update = '',
    packed = '',
    language = '',
  ] = components;
  const fields = packed.startsWith('~') ? packed.slice(1).split('~') : [packed];
  if (fields.length !== 1 && fields.length !== 5) return undefined;
  const [edition = '', ...extended] = fields;
  const values = [part, vendor, product, version, update, edition, language, ...extended].map(
    decoded,
  );
  return values.every((value) => value !== undefined) ? values : undefined;
}

function decoded(component: string): string | undefined {
  const rest = component.replaceAll(percentEncoded, '');
  if (/[%*?]/.test(rest)) return undefined;
  if (component === '-') return component;
  const value = component.replaceAll(percentEncoded, (code) =>
    String.fromCodePoint(Number.parseInt(code.slice(1), 16)),
  );
  return value === '-' ? undefined : value.toLowerCase();
}
