import { jsonText } from './json-writer.ts';
import { shown } from './template-values.ts';
import type { TemplateValue } from './template-values.ts';

/** Widest field of a `printf`. */
const widest = 1000;

/** Go's `printf` as far as `%s %v %d %f %x %q %t %c %%` with width, precision, `-`, `+` and `0`. */
export function formatted(form: string, values: readonly TemplateValue[]): string {
  let at = 0;
  const verbs = /%([-+0 ]*)(\d{0,4})(?:\.(\d{1,2}))?([svdfxXqtc%])/g;
  return form.replaceAll(verbs, (...found: readonly string[]) => {
    const [, flags = '', width = '', precision, verb = ''] = found;
    if (verb === '%') return '%';
    if (at >= values.length) return `%!${verb}(MISSING)`;
    const text = converted(verb, values[at], precision);
    at += 1;
    const signed = flags.includes('+') && /^\d/.test(text) && verb === 'd' ? `+${text}` : text;
    const room = Math.min(Number(width || 0), widest);
    if (flags.includes('-')) return signed.padEnd(room);
    return signed.padStart(room, flags.includes('0') && /[dfxX]/.test(verb) ? '0' : ' ');
  });
}

function converted(verb: string, value: TemplateValue, precision: string | undefined): string {
  const number = Number(value ?? 0) || 0;
  switch (verb) {
    case 'd':
      return String(Math.trunc(number));
    case 'f':
      return number.toFixed(Number(precision ?? 6));
    case 'x':
    case 'X': {
      const hex =
        typeof value === 'number'
          ? Math.trunc(number).toString(16)
          : Buffer.from(shown(value)).toString('hex');
      return verb === 'X' ? hex.toUpperCase() : hex;
    }
    case 'q':
      return jsonText(shown(value));
    case 'c':
      return shown(String.fromCodePoint(Math.min(Math.max(0, Math.trunc(number)), 0x10_ff_ff)));
    default:
      return precision === undefined ? shown(value) : shown(value).slice(0, Number(precision));
  }
}

/** A time by Go's layouts, whose parts are those of a certain moment; always UTC. */
export function goDate(layout: string, time: string): string {
  const then = Date.parse(time);
  if (Number.isNaN(then)) return '';
  const iso = new Date(then).toISOString();
  const parts: ReadonlyMap<string, string> = new Map([
    ['2006', iso.slice(0, 4)],
    ['01', iso.slice(5, 7)],
    ['02', iso.slice(8, 10)],
    ['15', iso.slice(11, 13)],
    ['04', iso.slice(14, 16)],
    ['05', iso.slice(17, 19)],
    ['MST', 'UTC'],
    ['Z07:00', 'Z'],
    ['-0700', '+0000'],
    ['-07:00', '+00:00'],
  ]);
  return layout.replaceAll(
    /2006|01|02|15|04|05|MST|Z07:00|-07:00|-0700/g,
    (part) => parts.get(part) ?? part,
  );
}
