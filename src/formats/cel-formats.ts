import { Optional } from '@marcbachmann/cel-js';
import type { CelLibrary } from './cel-library.ts';

/** A form that texts of Kubernetes have; what is wrong with a text, or nothing. */
class NamedFormat {
  readonly faults: (text: string) => readonly string[];

  constructor(faults: (text: string) => readonly string[]) {
    this.faults = faults;
  }
}

function form(pattern: RegExp, what: string, most = Infinity): NamedFormat {
  return new NamedFormat((text) => {
    if (text.length > most) return [`must be no more than ${most} characters`];
    return pattern.test(text) ? [] : [`must be ${what}`];
  });
}

/** A name that is still to get its end: what stands behind a last dash is not known. */
function prefix({ faults }: NamedFormat): NamedFormat {
  return new NamedFormat((text) => faults(text.replace(/-$/, 'a')));
}

const label = form(/^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/, 'a DNS label (RFC 1123)', 63);
const label1035 = form(/^[a-z](?:[-a-z0-9]*[a-z0-9])?$/, 'a DNS label (RFC 1035)', 63);
const part = '[a-z0-9](?:[-a-z0-9]{0,251}[a-z0-9])?';
const subdomain = form(new RegExp(`^${part}(?:\\.${part})*$`), 'a DNS subdomain (RFC 1123)', 253);
const value = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;

const qualified = new NamedFormat((text) => {
  const [name = '', before, ...more] = text.split('/').reverse();
  if (more.length > 0) return ['must be a name, with one prefix and "/" before it at most'];
  const own = name.length === 0 || name.length > 63 || !value.test(name);
  const outer = before === undefined ? [] : subdomain.faults(before);
  return [...outer, ...(own ? ['must be letters, digits, "-", "_" and "."'] : [])];
});

function isDate(text: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

const moment =
  /^(\d{4}-\d{2}-\d{2})[Tt ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:?\d{2})$/;

const tested = (test: (text: string) => boolean, what: string): NamedFormat =>
  new NamedFormat((text) => (test(text) ? [] : [`must be ${what}`]));

/** Forms by name, as Kubernetes' library `format` has them. */
const formats: ReadonlyMap<string, NamedFormat> = new Map([
  ['dns1123Label', label],
  ['dns1123Subdomain', subdomain],
  ['dns1035Label', label1035],
  ['qualifiedName', qualified],
  ['dns1123LabelPrefix', prefix(label)],
  ['dns1123SubdomainPrefix', prefix(subdomain)],
  ['dns1035LabelPrefix', prefix(label1035)],
  ['labelValue', form(value, 'a value of a label', 63)],
  ['uri', tested((text) => /^(?:\/|[A-Za-z][A-Za-z0-9+.-]*:)[^\s]*$/.test(text), 'a URI')],
  ['uuid', form(/^[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$/, 'a UUID')],
  [
    'byte',
    tested((text) => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text), 'base64'),
  ],
  ['date', tested(isDate, 'a date')],
  ['datetime', tested((text) => isDate(moment.exec(text)?.[1] ?? ''), 'a date with time')],
]);

/** Kubernetes' library of forms: `format.dns1123Label().validate(name)` has a value when it is wrong. */
export function registerFormats({ add, addType, addNames }: CelLibrary): void {
  const type = 'kubernetes.NamedFormat';
  addType(type, NamedFormat);
  addNames('kubernetes.FormatNames', 'format');
  for (const [name, one] of formats) add(`kubernetes.FormatNames.${name}(): ${type}`, () => one);
  add(`kubernetes.FormatNames.named(string): optional<${type}>`, (_: unknown, name: string) => {
    const one = formats.get(name);
    return one === undefined ? Optional.none() : Optional.of(one);
  });
  add(
    `${type}.validate(string): optional<list<string>>`,
    ({ faults }: NamedFormat, text: string) => {
      const wrong = faults(text);
      return wrong.length === 0 ? Optional.none() : Optional.of([...wrong]);
    },
  );
}
