/**
 * The smallest changes of a YAML or JSON text that set, remove or append one field. Comments, order
 * and layout of everything else stay as they are; what is new follows the style around it. A change
 * that would touch more than the field is refused with the reason.
 *
 *     const source = { text, entry: document.entry, parts: document.parts };
 *     setField(source, ['spec', 'hostNetwork'], false)     // { start, end, text } or a reason
 */
import type { YamlEntry, YamlPart, YamlPath, YamlTreeDocument } from './yaml-tree.ts';

/** A document with its text. */
export interface YamlSource extends Pick<YamlTreeDocument, 'entry' | 'parts'> {
  readonly text: string;
}

/** What stands between two UTF-16 offsets (end excluded) is replaced. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Plain data that a field may get. */
export type YamlValue =
  | string
  | number
  | boolean
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue };

/**
 * Why a change is refused. `alias`: an alias repeats the part, so that more would change than the
 * field. `layout`: it is written in a way that cannot be changed without changing more.
 */
export type EditRefusal = 'alias' | 'layout';

/** A change, or why there is none. */
export type FieldChange = TextChange | EditRefusal;

/** Gives a field a value; mappings on its way that are not there are made. */
export function setField(source: YamlSource, path: YamlPath, value: YamlValue): FieldChange {
  const there = source.entry(path);
  if (there !== undefined && !isMergedInto(source, path, there))
    return replaced(source, there, value);
  for (let depth = path.length - 1; depth >= 0; depth -= 1) {
    const parent = source.entry(path.slice(0, depth));
    if (parent === undefined) continue;
    if (isRepeated(parent)) return 'alias';
    const [first, ...rest] = path.slice(depth);
    // An item of a list that is not there has no place.
    if (typeof first !== 'string' || rest.some((step) => typeof step !== 'string')) return 'layout';
    const inner = rest.reduceRight<YamlValue>((below, key) => ({ [key]: below }), value);
    return added(source, { parent, path: path.slice(0, depth) }, { key: first, value: inner });
  }
  return 'layout';
}

/** Gives the key of a field another name; nothing else moves. */
export function renameField(source: YamlSource, path: YamlPath, name: string): FieldChange {
  const entry = source.entry(path);
  if (entry?.key === undefined) return 'layout';
  // What merely stands for an alias may be called otherwise; the mapping that holds the key may not.
  const holder = source.entry(path.slice(0, -1));
  const own = source.parts(path.slice(0, -1)).filter(({ step }) => step === path.at(-1));
  if (holder === undefined || isRepeated(holder)) return 'alias';
  if (own.length !== 1) return 'layout';
  const { start, end } = entry.key;
  const quoted = source.text.startsWith('"', start.offset);
  return {
    start: start.offset,
    end: end.offset,
    text: quoted ? JSON.stringify(name) : scalarOf(name),
  };
}

/** Takes a field or an item away, and what holds it when it holds nothing else. */
export function removeField(source: YamlSource, path: YamlPath): FieldChange {
  const step = path.at(-1);
  const above = path.slice(0, -1);
  const holder = source.entry(above);
  const entry = source.entry(path);
  if (step === undefined || holder === undefined || entry === undefined) return 'layout';
  if (isRepeated(holder) || isRepeated(entry)) return 'alias';
  const parts = source.parts(above);
  // Of a key given twice the last one counts, and the first would count then.
  const same = parts.filter((part) => String(part.step) === String(step));
  const at = parts.findIndex((part) => String(part.step) === String(step));
  const part = parts[at];
  if (part === undefined || same.length > 1) return 'layout';
  if (part.anchors === true) return 'alias';
  if (parts.length === 1) {
    return typeof above.at(-1) === 'string' ? removeField(source, above) : 'layout';
  }
  if (holder.style === 'flow') return withoutFlowPart(source, holder, parts, at);
  return withoutLines(source, parts, at);
}

/** Puts an item behind the last one of a list; a list that is not there is made. */
export function appendItem(source: YamlSource, path: YamlPath, value: YamlValue): FieldChange {
  const list = source.entry(path);
  if (list === undefined || isNothing(source, list)) return setField(source, path, [value]);
  if (isRepeated(list)) return 'alias';
  const last = source.parts(path).at(-1);
  if (list.style === 'flow')
    return intoFlow(source, list, { last, written: flowOf(source, value, last) });
  if (list.style !== 'block' || last === undefined || isScalarEntry(list)) return 'layout';
  const lead = before(source.text, last.value.start.offset);
  if (!/^ *- +$/.test(lead) || last.via !== undefined) return 'layout';
  const text = `${lead}${flowOf(source, value, last)}`;
  return behindLine(source, list, [...path, last.step], text);
}

/** Whether a merge key brings a field, so that the mapping may say otherwise for itself. */
function isMergedInto(source: YamlSource, path: YamlPath, { via }: YamlEntry): boolean {
  if (via === undefined || typeof path.at(-1) !== 'string') return false;
  const parts = source.parts(path.slice(0, -1));
  return parts.some(({ step }) => step === '<<') && !parts.some(({ step }) => step === path.at(-1));
}

function isRepeated({ via, shared }: YamlEntry): boolean {
  return via !== undefined || shared === true;
}

function isScalarEntry({ style }: YamlEntry): boolean {
  return style === 'plain' || style === 'quoted' || style === 'literal' || style === 'empty';
}

/** Whether nothing is written, or `null`. */
function isNothing({ text }: YamlSource, { style, value }: YamlEntry): boolean {
  if (style === 'empty') return true;
  const written = text.slice(value.start.offset, value.end.offset);
  return style === 'plain' && /^(?:~|null|Null|NULL)$/.test(written);
}

function replaced(source: YamlSource, entry: YamlEntry, value: YamlValue): FieldChange {
  if (isRepeated(entry)) return 'alias';
  const { start, end } = entry.value;
  if (entry.style === 'empty') return afterColon(source, entry, flowOf(source, value));
  if (entry.tag !== undefined) return 'layout';
  const written = source.text.slice(start.offset, end.offset);
  const simple = entry.style === 'flow' && !/[#&*!\n]/.test(written);
  if (entry.style !== 'plain' && entry.style !== 'quoted' && !simple) return 'layout';
  return { start: start.offset, end: end.offset, text: flowOf(source, value, entry) };
}

/** A key with nothing behind its colon gets a value on the same line. */
function afterColon({ text }: YamlSource, entry: YamlEntry, written: string): FieldChange {
  const from = entry.key?.end.offset ?? 0;
  const lead = text.slice(from, entry.value.end.offset);
  // An anchor or tag may stand before the value that is not there.
  if (entry.key === undefined || !/^\s*:\s*$/.test(lead)) return 'layout';
  const at = from + lead.indexOf(':') + 1;
  return { start: at, end: at, text: ` ${written}` };
}

interface Holder {
  readonly parent: YamlEntry;
  readonly path: YamlPath;
}

interface Member {
  readonly key: string;
  readonly value: YamlValue;
}

function added(source: YamlSource, { parent, path }: Holder, member: Member): FieldChange {
  const whole = { [member.key]: member.value };
  if (isNothing(source, parent)) {
    return path.length === 0 ? 'layout' : replaced(source, parent, whole);
  }
  const parts = source.parts(path);
  const last = parts.at(-1);
  if (parent.style === 'flow') {
    if (!source.text.startsWith('{', parent.value.start.offset)) return 'layout';
    const written = flowOf(source, whole).replace(/^\{\s?|\s?\}$/g, '');
    return intoFlow(source, parent, { last, written });
  }
  if (parent.style !== 'block' || last?.key === undefined) return 'layout';
  const lead = before(source.text, parent.value.start.offset).replace('\ufeff', '');
  if (!/^[ -]*$/.test(lead)) return 'layout';
  const indent = ' '.repeat(lead.length);
  const text = blockOf(source, member, indent);
  return behindLine(source, parent, [...path, last.step], text);
}

/** New lines behind the last line of a block: a comment behind that line stays where it is. */
function behindLine(
  { text, parts, entry }: YamlSource,
  block: YamlEntry,
  last: YamlPath,
  written: string,
): FieldChange {
  const lineEnd = lineEndIn(text);
  const path = [...last];
  for (let inner = parts(path).at(-1); inner !== undefined; inner = parts(path).at(-1))
    path.push(inner.step);
  const deepest = entry(path);
  const { start, end } = block.value;
  const header = deepest?.style === 'literal' ? headerOf(text, deepest.value.start.offset) : '';
  if (header.includes('+')) {
    // Its empty lines belong to the text: what follows has to stand behind them.
    const at = deepest?.value.end.offset ?? end.offset;
    return text[at - 1] === '\n' ? { start: at, end: at, text: `${written}${lineEnd}` } : 'layout';
  }
  const close = Math.max(end.offset, deepest?.via?.end.offset ?? 0);
  const at = endOfLine(text, start.offset + text.slice(start.offset, close).trimEnd().length);
  return { start: at, end: at, text: `${lineEnd}${written}` };
}

function headerOf(text: string, start: number): string {
  return text.slice(start, endOfLine(text, start));
}

/** Into `{ a: b }`, `[a, b]`, on one line or on several, behind the last part. */
function intoFlow(
  { text }: YamlSource,
  { value }: YamlEntry,
  { last, written }: { readonly last: YamlPart | undefined; readonly written: string },
): FieldChange {
  const open = value.start.offset + 1;
  const close = value.end.offset - 1;
  if (last === undefined) {
    const inside = text.slice(open, close);
    if (inside.trim() !== '') return 'layout';
    const padded = text[open - 1] === '{' && !isJson(text) ? ` ${written} ` : written;
    return { start: open, end: close, text: padded };
  }
  const end = endOf(last);
  const comma = /^\s*,/.exec(text.slice(end, close))?.[0].length;
  const at = end + (comma ?? 0);
  const from = (last.key ?? last.value).start.offset;
  const lead = before(text, from);
  const ownLine = lead.trim() === '' && text.lastIndexOf('\n', from) > open - 1;
  const gap = ownLine ? `${lineEndIn(text)}${lead}` : ' ';
  return { start: at, end: at, text: `${comma === undefined ? ',' : ''}${gap}${written}` };
}

function withoutFlowPart(
  { text }: YamlSource,
  { value }: YamlEntry,
  parts: readonly YamlPart[],
  at: number,
): FieldChange {
  const part = parts[at];
  const previous = parts[at - 1];
  const next = parts[at + 1];
  if (part === undefined) return 'layout';
  const start = previous === undefined ? startOf(part) : endOf(previous);
  const end = previous === undefined && next !== undefined ? startOf(next) : endOf(part);
  const around = text.slice(value.start.offset, value.end.offset);
  // What stands before a part (an anchor, a comment) could go with it.
  return /[#&!*]/.test(around) ? 'layout' : { start, end, text: '' };
}

/** Takes whole lines away; the first member behind a dash leaves its place to the next. */
function withoutLines({ text }: YamlSource, parts: readonly YamlPart[], at: number): FieldChange {
  const part = parts[at];
  if (part === undefined) return 'layout';
  const from = startOf(part);
  const lead = before(text, from);
  const isItem = part.key === undefined;
  const close = from + text.slice(from, endOf(part)).trimEnd().length;
  const lineEnd = endOfLine(text, close);
  if (isItem ? /^ *- +$/.test(lead) : /^ *$/.test(lead)) {
    const start = from - lead.length;
    const behind = text.startsWith('\r\n', lineEnd) ? lineEnd + 2 : lineEnd + 1;
    if (lineEnd < text.length) return { start, end: behind, text: '' };
    // The last line without an end: the end of the line before it goes instead.
    const above = text.startsWith('\r\n', start - 2) ? start - 2 : start - 1;
    return { start: Math.max(0, above), end: lineEnd, text: '' };
  }
  const next = parts[at + 1];
  if (next === undefined || isItem || !/^[ -]*- +$/.test(lead)) return 'layout';
  const end = startOf(next);
  return text.slice(close, end).trim() === '' ? { start: from, end, text: '' } : 'layout';
}

function startOf(part: YamlPart): number {
  return (part.key ?? part.via ?? part.value).start.offset;
}

function endOf(part: YamlPart): number {
  return (part.via ?? part.value).end.offset;
}

/** What stands on the line before an offset. */
function before(text: string, offset: number): string {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
}

/** Where the line of an offset ends, before its line end. */
function endOfLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  const at = newline === -1 ? text.length : newline;
  return newline > offset && text[at - 1] === '\r' ? at - 1 : at;
}

/** The line end that the first line of a text has. */
function lineEndIn(text: string): string {
  const first = text.indexOf('\n');
  return first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n';
}

function isJson(text: string): boolean {
  return /^\ufeff?\s*(?:\{\s*["}]|\[\s*[[{"\]])/.test(text);
}

/** A value on one line; in place of or behind a text in double quotes a text gets them too. */
function flowOf({ text }: YamlSource, value: YamlValue, like?: YamlEntry): string {
  if (isJson(text)) return jsonOf(value, /^[^\n]*":\S/.test(text) ? '' : ' ');
  const quote = like?.style === 'quoted' ? text[like.value.start.offset] : undefined;
  return yamlOf(value, quote);
}

function jsonOf(value: YamlValue, gap: string): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value))
    return `[${(value as readonly YamlValue[]).map((one) => jsonOf(one, gap)).join(`,${gap}`)}]`;
  const members = Object.entries(value as Readonly<Record<string, YamlValue>>);
  const written = members.map(([key, one]) => `${JSON.stringify(key)}:${gap}${jsonOf(one, gap)}`);
  return `{${written.join(`,${gap}`)}}`;
}

function yamlOf(value: YamlValue, quote?: string): string {
  if (typeof value === 'string') return scalarOf(value, quote);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value))
    return `[${(value as readonly YamlValue[]).map((one) => yamlOf(one, quote)).join(', ')}]`;
  const members = Object.entries(value as Readonly<Record<string, YamlValue>>);
  const written = members.map(([key, one]) => `${scalarOf(key)}: ${yamlOf(one)}`);
  return written.length === 0 ? '{}' : `{ ${written.join(', ')} }`;
}

/** Texts that are nothing else without quotes, in block and flow style, by any reader. */
const plainText = /^(?:--?)?[A-Za-z_/][\w./=@+-]*$/;
const word = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

function scalarOf(text: string, quote?: string): string {
  if (quote === '"') return JSON.stringify(text);
  if (quote === undefined && plainText.test(text) && !word.test(text)) return text;
  return /[\n\r\t]/.test(text) ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;
}

/** A member as lines; mappings go down, lists stay on their line. */
function blockOf({ text }: YamlSource, member: Member, indent: string): string {
  const unit = /^( +)[^\s#-]/m.exec(text.slice(0, 5000))?.[1] ?? '  ';
  const step = unit.length > 8 ? '  ' : unit;
  const lines = ({ key, value }: Member, lead: string): readonly string[] => {
    const isMapping = typeof value === 'object' && !Array.isArray(value);
    if (!isMapping) return [`${lead}${scalarOf(key)}: ${yamlOf(value)}`];
    const members = Object.entries(value as Readonly<Record<string, YamlValue>>);
    const below = members.flatMap(([name, one]) => lines({ key: name, value: one }, lead + step));
    return [`${lead}${scalarOf(key)}:`, ...below];
  };
  return lines(member, indent).join(lineEndIn(text));
}
