import { LimitError, limits } from '../model/index.ts';
import { FormatError } from './errors.ts';
import { resolveReferences } from './xml.ts';

/** An element with all that is in it. Names and values are a stranger's: look them up, never index by them. */
export interface XmlNode {
  /** Local name: a prefix (`linux-def:evr`) is cut off, namespaces are not told apart. */
  readonly name: string;
  /** Attribute values by name as written, prefix included. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
  /** Character data of the element itself, without that of its children, trimmed. */
  readonly text: string;
}

/** One step through a document. */
type XmlEvent =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: string }
  | { readonly kind: 'close' }
  | { readonly kind: 'text'; readonly text: string };

interface OpenNode {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlNode[];
  readonly texts: string[];
}

const nameStart = /^[^\s=<>"'/&]+/;
const attribute = /\s+([^\s=<>"'/&]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;

/**
 * The outermost elements of a document whose local name is wanted, one at a time, while the
 * document streams by: a file of hundreds of megabytes costs the memory of its largest element.
 * XML 1.0 (https://www.w3.org/TR/xml/) in UTF-8; document type declarations are refused, because
 * that is where a stranger defines entities that grow or name files.
 * @throws {FormatError} XML_INVALID.
 * @throws {LimitError} `xml_depth`, `xml_nodes` for one element, `text_bytes` for one tag or text.
 */
export function* xmlRecords(
  chunks: Iterable<Uint8Array>,
  wanted: (name: string) => boolean,
  what: string,
): Generator<XmlNode> {
  let open: OpenNode[] = [];
  let nodes = 0;
  for (const event of xmlEvents(chunks, what)) {
    if (event.kind === 'open') {
      const name = event.name.slice(event.name.indexOf(':') + 1);
      if (open.length === 0 && !wanted(name)) continue;
      nodes = open.length === 0 ? 1 : nodes + 1;
      if (nodes > limits.xml_nodes.value) throw new LimitError('xml_nodes', what, nodes);
      open.push({ name, attributes: attributesOf(event, what), children: [], texts: [] });
    } else if (event.kind === 'text') {
      open.at(-1)?.texts.push(event.text);
    } else if (open.length > 0) {
      const { texts, ...rest } = open.pop() as OpenNode;
      const node: XmlNode = { ...rest, text: texts.join('').trim() };
      const parent = open.at(-1);
      if (parent !== undefined) parent.children.push(node);
      else {
        open = [];
        yield node;
      }
    }
  }
}

/** Tags and texts of a well-formed document in their order; the names of end tags are checked. */
function* xmlEvents(chunks: Iterable<Uint8Array>, what: string): Generator<XmlEvent> {
  const open: string[] = [];
  let rooted = false;
  for (const token of tokens(chunks, what)) {
    if (!token.startsWith('<')) {
      if (open.length > 0) yield { kind: 'text', text: resolveReferences(token) };
      else if (token.trim() !== '') throw invalid(what, 'text outside the root element');
    } else if (token.startsWith('<![CDATA[')) {
      if (open.length === 0) throw invalid(what, 'text outside the root element');
      yield { kind: 'text', text: token.slice(9, -3) };
    } else if (token.startsWith('</')) {
      const name = token.slice(2, -1).trimEnd();
      if (open.pop() !== name) throw invalid(what, `</${name.slice(0, 40)}> that closes nothing`);
      yield { kind: 'close' };
    } else if (token.startsWith('<!')) {
      if (!token.startsWith('<!--')) throw invalid(what, 'a document type declaration');
    } else if (!token.startsWith('<?')) {
      const closed = token.endsWith('/>');
      const body = token.slice(1, closed ? -2 : -1);
      const name = nameStart.exec(body)?.[0];
      if (name === undefined) throw invalid(what, '"<" without a name');
      if (open.length === 0 && rooted) throw invalid(what, 'a second root element');
      rooted = true;
      if (open.length >= limits.xml_depth.value) throw new LimitError('xml_depth', what);
      yield { kind: 'open', name, attributes: body.slice(name.length) };
      if (closed) yield { kind: 'close' };
      else open.push(name);
    }
  }
  if (!rooted) throw invalid(what, 'no element');
  if (open.length > 0) throw invalid(what, `<${open.at(-1)?.slice(0, 40)}> that is not closed`);
}

/** Texts between tags, and tags as they are written, `<` and `>` included. */
function* tokens(chunks: Iterable<Uint8Array>, what: string): Generator<string> {
  const decoder = new TextDecoder('utf-8');
  let buffer = '';
  for (const chunk of chunks) {
    buffer += decoder.decode(chunk, { stream: true });
    let at = 0;
    for (;;) {
      const end = tokenEnd(buffer, at);
      if (end === -1) break;
      if (end > at) yield buffer.slice(at, end);
      at = end;
    }
    buffer = buffer.slice(at);
    if (buffer.length > limits.text_bytes.value / 16)
      throw new LimitError('text_bytes', `a tag or text of ${what}`, buffer.length);
  }
  buffer += decoder.decode();
  if (buffer.startsWith('<')) throw invalid(what, 'an end inside a tag');
  if (buffer !== '') yield buffer;
}

/** Where the token at `at` ends, or -1 when it is not all there yet. */
function tokenEnd(buffer: string, at: number): number {
  if (at >= buffer.length) return -1;
  if (buffer[at] !== '<') return buffer.indexOf('<', at);
  // The longest opening mark is "<![CDATA[".
  if (at + 9 > buffer.length && buffer[at + 1] === '!') return -1;
  if (buffer.startsWith('<!--', at)) return after(buffer.indexOf('-->', at + 4), 3);
  if (buffer.startsWith('<![CDATA[', at)) return after(buffer.indexOf(']]>', at + 9), 3);
  if (buffer.startsWith('<?', at)) return after(buffer.indexOf('?>', at + 2), 2);
  return tagEnd(buffer, at);
}

function after(found: number, length: number): number {
  return found === -1 ? -1 : found + length;
}

/** Behind the `>` of a tag; one inside quotes belongs to a value. */
function tagEnd(buffer: string, at: number): number {
  let quote = 0;
  for (let index = at + 1; index < buffer.length; index += 1) {
    const code = buffer.charCodeAt(index);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 0x22 || code === 0x27) quote = code;
    else if (code === 0x3e) return index + 1;
  }
  return -1;
}

function attributesOf(
  event: { readonly name: string; readonly attributes: string },
  what: string,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const text = event.attributes;
  let at = 0;
  while (at < text.length) {
    attribute.lastIndex = at;
    const match = attribute.exec(text);
    if (match === null) break;
    const [, name = '', double, single] = match;
    found.set(name, resolveReferences(double ?? single ?? ''));
    at = attribute.lastIndex;
  }
  if (text.slice(at).trim() !== '') throw invalid(what, `<${event.name.slice(0, 40)}> malformed`);
  return found;
}

function invalid(what: string, found: string): FormatError {
  return new FormatError('XML_INVALID', `Cannot read ${what}: found ${found}, wanted XML`);
}

/** The first child of a name. */
export function firstNode(node: XmlNode | undefined, name: string): XmlNode | undefined {
  return node?.children.find((child) => child.name === name);
}

/** The children of a name, in order. */
export function allNodes(node: XmlNode | undefined, name: string): readonly XmlNode[] {
  return node?.children.filter((child) => child.name === name) ?? [];
}

/** Text of the first child of a name, when it has some. */
export function nodeText(node: XmlNode | undefined, name: string): string | undefined {
  const text = firstNode(node, name)?.text;
  return text === '' ? undefined : text;
}
