import { LimitError, limits } from '../model/index.ts';
import { FormatError } from './errors.ts';

/** An element of an XML document. Names and values are a stranger's: look them up, never index by them. */
export interface XmlElement {
  /** Local name: a prefix (`mvn:project`) is cut off, namespaces are not told apart. */
  readonly name: string;
  /** Attribute values by name as written, prefix included. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Character data of the element itself, without that of its children, trimmed. */
  readonly text: string;
  /** Line of the start tag, from 1, and of the end tag. */
  readonly startLine: number;
  readonly endLine: number;
}

/** An element while its end tag has not come yet. */
interface OpenElement {
  readonly name: string;
  /** Name with its prefix, which the end tag has to repeat. */
  readonly qualified: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
  readonly startLine: number;
  endLine: number;
}

const noAttributes: ReadonlyMap<string, string> = new Map();
const tagName = /[A-Za-z_:\u0080-\uffff][\w:.\u0080-\uffff-]*/y;
const attribute =
  /\s+([A-Za-z_:\u0080-\uffff][\w:.\u0080-\uffff-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const tagEnd = /\s*(\/?)>/y;
const spaces = /\s*/y;
const reference = /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g;
const named: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/**
 * The root element of an XML 1.0 document (https://www.w3.org/TR/xml/), read in one pass whose work
 * grows with the length of the text. Of entities only the five of XML and character references are
 * replaced. A document type declaration is refused, because that is where a stranger defines
 * entities that grow or name files; other references (`&eacute;`, which Maven accepts in a
 * pom.xml) stay as they are written.
 * @throws {FormatError} XML_INVALID with the line.
 * @throws {LimitError} `text_bytes`, `xml_depth`, `xml_nodes`.
 */
export function parseXml(text: string, what: string): XmlElement {
  if (text.length > limits.text_bytes.value) throw new LimitError('text_bytes', what, text.length);
  return new XmlReader(text, what).read();
}

class XmlReader {
  readonly #text: string;
  readonly #what: string;
  readonly #open: OpenElement[] = [];
  #root: OpenElement | undefined;
  #at = 0;
  #nodes = 0;
  /** The line that ends at `#lineEnd`; both only grow, so that a text is searched for breaks once. */
  #line = 1;
  #lineEnd = 0;

  constructor(text: string, what: string) {
    this.#text = text;
    this.#what = what;
    this.#lineEnd = this.#breakFrom(0);
    if (text.charCodeAt(0) === 0xfeff) this.#at = 1;
  }

  read(): XmlElement {
    const text = this.#text;
    while (this.#at < text.length) {
      const tag = text.indexOf('<', this.#at);
      this.#characters(text.slice(this.#at, tag === -1 ? text.length : tag));
      if (tag === -1) break;
      this.#at = tag;
      this.#markup();
    }
    const unclosed = this.#open.at(-1);
    if (unclosed !== undefined) this.#fail(`<${unclosed.name}> is not closed`);
    if (this.#root === undefined) this.#fail('no element');
    return this.#root;
  }

  #markup(): void {
    const text = this.#text;
    if (text.startsWith('<!--', this.#at)) this.#skipTo('-->', 4);
    else if (text.startsWith('<![CDATA[', this.#at)) this.#cdata();
    else if (text.startsWith('<!', this.#at)) {
      this.#fail('a document type declaration, which is refused');
    } else if (text.startsWith('<?', this.#at)) this.#skipTo('?>', 2);
    else if (text.startsWith('</', this.#at)) this.#endTag();
    else this.#startTag();
  }

  /** Moves behind `end`, looked for after the opening mark; returns what lies between. */
  #skipTo(end: string, mark: number): string {
    const found = this.#text.indexOf(end, this.#at + mark);
    if (found === -1) this.#fail(`no "${end}" after it`);
    const between = this.#text.slice(this.#at + mark, found);
    this.#at = found + end.length;
    return between;
  }

  #cdata(): void {
    const element = this.#open.at(-1);
    if (element === undefined) this.#fail('text outside the root element');
    element.text += this.#skipTo(']]>', 9);
  }

  #characters(raw: string): void {
    if (raw === '') return;
    const element = this.#open.at(-1);
    if (element !== undefined) element.text += resolveReferences(raw);
    else if (raw.trim() !== '') this.#fail('text outside the root element');
  }

  #startTag(): void {
    const startLine = this.#lineHere();
    const qualified = this.#match(tagName, this.#at + 1)?.[0];
    if (qualified === undefined) this.#fail('"<" without a name');
    this.#count();
    const attributes = this.#attributes();
    const end = this.#match(tagEnd, this.#at);
    if (end === undefined) this.#fail(`<${qualified}> is malformed`);
    const name = localName(qualified);
    const element: OpenElement = {
      name,
      qualified,
      attributes,
      children: [],
      text: '',
      startLine,
      endLine: startLine,
    };
    this.#place(element);
    if (end[1] === '/') element.endLine = this.#lineHere();
    else if (this.#open.push(element) > limits.xml_depth.value)
      throw new LimitError('xml_depth', this.#what, this.#open.length);
  }

  #place(element: OpenElement): void {
    const parent = this.#open.at(-1);
    if (parent !== undefined) parent.children.push(element);
    else if (this.#root === undefined) this.#root = element;
    else this.#fail('a second root element');
  }

  #attributes(): ReadonlyMap<string, string> {
    let found: Map<string, string> | undefined;
    for (
      let match = this.#match(attribute, this.#at);
      match !== undefined;
      match = this.#match(attribute, this.#at)
    ) {
      const [, name = '', double, single = ''] = match;
      this.#count();
      found ??= new Map();
      if (found.has(name)) this.#fail('an attribute that is given twice');
      found.set(name, resolveReferences(double ?? single));
    }
    return found ?? noAttributes;
  }

  #endTag(): void {
    const qualified = this.#match(tagName, this.#at + 2)?.[0];
    this.#match(spaces, this.#at);
    const element = this.#open.pop();
    if (element === undefined || qualified !== element.qualified || this.#text[this.#at] !== '>')
      this.#fail(`an end tag where </${element?.qualified ?? '?'}> was due`);
    this.#at += 1;
    element.endLine = this.#lineHere();
    element.text = element.text.trim();
  }

  #match(pattern: RegExp, at: number): RegExpExecArray | undefined {
    pattern.lastIndex = at;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#at = pattern.lastIndex;
    return match;
  }

  #count(): void {
    this.#nodes += 1;
    if (this.#nodes > limits.xml_nodes.value)
      throw new LimitError('xml_nodes', this.#what, this.#nodes);
  }

  #lineHere(): number {
    while (this.#lineEnd < this.#at) {
      this.#line += 1;
      this.#lineEnd = this.#breakFrom(this.#lineEnd + 1);
    }
    return this.#line;
  }

  #breakFrom(at: number): number {
    const found = this.#text.indexOf('\n', at);
    return found === -1 ? this.#text.length : found;
  }

  #fail(found: string): never {
    const line = this.#lineHere();
    throw new FormatError(
      'XML_INVALID',
      `Cannot read ${this.#what} (line ${line}): found ${found}, wanted an XML document`,
      { line },
    );
  }
}

function localName(qualified: string): string {
  return qualified.slice(qualified.indexOf(':') + 1);
}

/** Replaces the five entities of XML and character references; any other stays as it is written. */
export function resolveReferences(raw: string): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(reference, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return named.get(name) ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}

/** The first child of a name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** The children of a name, in order. */
export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** Text of the first child of a name, when it has some. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
  const text = childOf(element, name)?.text;
  return text === '' ? undefined : text;
}
