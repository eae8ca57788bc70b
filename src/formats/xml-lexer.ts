import { LimitError, limits } from '../model/index.ts';
import { FormatError } from './errors.ts';

/** What the lexer has passed last. */
export type XmlStep = 'open' | 'close' | 'text' | 'end';

const noAttributes: ReadonlyMap<string, string> = new Map();
const tagName = /[A-Za-z_:\u0080-\uffff][\w:.\u0080-\uffff-]*/y;
const attribute =
  /[ \t\r\n]+([A-Za-z_:\u0080-\uffff][\w:.\u0080-\uffff-]*)[ \t\r\n]*=[ \t\r\n]*(?:"([^"<]*)"|'([^'<]*)')/y;
const tagEnd = /[ \t\r\n]*(\/?)>/y;
const reference = /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g;
const named: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/**
 * The tags and texts of an XML 1.0 document (https://www.w3.org/TR/xml/) in their order, while the
 * document comes in pieces, with work that grows with its length. Well-formedness is checked on the
 * way. Of entities only the five of XML and character references are replaced. A document type
 * declaration is refused, because that is where a stranger defines entities that grow or name
 * files; other references (`&eacute;`, which Maven accepts in a pom.xml) stay as they are written.
 */
export class XmlLexer {
  /** Of the tag passed last: the name as written. */
  name = '';
  /** Of the start tag passed last: values by name as written, prefix included. */
  attributes: ReadonlyMap<string, string> = noAttributes;
  /** Of the text passed last, references replaced. */
  text = '';
  /** Line on which the tag passed last begins, from 1. */
  startLine = 1;

  readonly #pieces: Iterator<string>;
  readonly #what: string;
  readonly #open: string[] = [];
  #buffer = '';
  #at = 0;
  #rooted = false;
  /** The tag passed last was `<a/>`: its end comes next. */
  #closing = false;
  /** Line of the place `#at`; the line ends at `#break`. Both only grow: breaks are looked for once. */
  #line = 1;
  #break = 0;

  constructor(pieces: Iterable<string>, what: string) {
    this.#pieces = pieces[Symbol.iterator]();
    this.#what = what;
    if (this.#refill() && this.#buffer.charCodeAt(0) === 0xfeff) this.#at = 1;
  }

  /** How many elements are open. */
  get depth(): number {
    return this.#open.length;
  }

  /** Line of the character behind what was passed last. */
  line(): number {
    while (this.#break < this.#at) {
      this.#line += 1;
      this.#break = this.#breakFrom(this.#break + 1);
    }
    return this.#line;
  }

  /**
   * Passes the next tag or text; comments and instructions are skipped.
   * @throws {FormatError} XML_INVALID with the line.
   * @throws {LimitError} `xml_depth`; `xml_tag_bytes` for a document in pieces.
   */
  next(): XmlStep {
    if (this.#closing) {
      this.#closing = false;
      return 'close';
    }
    for (;;) {
      if (this.#at >= this.#buffer.length && !this.#refill()) return this.#finish();
      if (this.#buffer.charCodeAt(this.#at) !== 0x3c) {
        if (this.#characters()) return 'text';
      } else {
        const step = this.#markup();
        if (step !== undefined) return step;
      }
    }
  }

  #finish(): 'end' {
    if (this.#open.length > 0) this.#fail(`<${this.#open.at(-1)}> that is not closed`);
    if (!this.#rooted) this.#fail('no element');
    return 'end';
  }

  #markup(): XmlStep | undefined {
    // The longest mark that tells what begins here is "<![CDATA[".
    while (this.#at + 9 > this.#buffer.length) if (!this.#refill()) break;
    const second = this.#buffer.charCodeAt(this.#at + 1);
    if (second === 0x2f) return this.#endTag();
    if (second === 0x3f) this.#skipTo('?>', 2);
    else if (second !== 0x21) return this.#startTag();
    else if (this.#buffer.startsWith('<!--', this.#at)) this.#skipTo('-->', 4);
    else if (this.#buffer.startsWith('<![CDATA[', this.#at)) {
      if (this.#open.length === 0) this.#fail('text outside the root element');
      this.text = this.#skipTo(']]>', 9);
      return 'text';
    } else this.#fail('a document type declaration, which is refused');
    return undefined;
  }

  /** Text up to the next tag or the end of the piece; told only inside the root element. */
  #characters(): boolean {
    const found = this.#buffer.indexOf('<', this.#at);
    let end = found === -1 ? this.#buffer.length : found;
    // A reference must not be cut in two by the end of a piece.
    if (found === -1) {
      const cut = this.#buffer.lastIndexOf('&');
      if (cut >= this.#at && end - cut < 12) {
        if (this.#refill()) return this.#characters();
        end = this.#buffer.length;
      }
    }
    const raw = this.#buffer.slice(this.#at, end);
    if (this.#open.length === 0 && raw.trim() !== '') this.#fail('text outside the root element');
    this.#at = end;
    this.text = resolveReferences(raw);
    return this.#open.length > 0;
  }

  #startTag(): 'open' {
    this.startLine = this.line();
    while (!this.#readStartTag()) {
      // Not all of the tag may be there yet; where all is, it is malformed.
      if (this.#isWhole() || !this.#refill()) this.#fail(this.#fault());
    }
    if (this.#open.length === 0) {
      if (this.#rooted) this.#fail('a second root element');
      this.#rooted = true;
    }
    if (this.#open.length >= limits.xml_depth.value)
      throw new LimitError('xml_depth', this.#what, this.#open.length + 1);
    if (!this.#closing) this.#open.push(this.name);
    return 'open';
  }

  /** Reads a whole start tag, or nothing. */
  #readStartTag(): boolean {
    const buffer = this.#buffer;
    tagName.lastIndex = this.#at + 1;
    const name = tagName.exec(buffer)?.[0];
    if (name === undefined) return false;
    let at = tagName.lastIndex;
    let found: Map<string, string> | undefined;
    for (;;) {
      attribute.lastIndex = at;
      const match = attribute.exec(buffer);
      if (match === null) break;
      at = attribute.lastIndex;
      const [, key = '', double, single = ''] = match;
      found ??= new Map();
      if (found.has(key)) this.#fail('an attribute that is given twice');
      found.set(key, resolveReferences(double ?? single));
    }
    tagEnd.lastIndex = at;
    const end = tagEnd.exec(buffer);
    if (end === null) return false;
    this.name = name;
    this.attributes = found ?? noAttributes;
    this.#closing = end[1] === '/';
    this.#at = tagEnd.lastIndex;
    return true;
  }

  /** Whether the start tag here has its end: a `>` that is inside no quotes. */
  #isWhole(): boolean {
    let quote = 0;
    for (let at = this.#at + 1; at < this.#buffer.length; at += 1) {
      const code = this.#buffer.charCodeAt(at);
      if (quote === code) quote = 0;
      else if (quote === 0 && (code === 0x22 || code === 0x27)) quote = code;
      else if (quote === 0 && code === 0x3e) return true;
    }
    return false;
  }

  /** What is wrong with the start tag here. */
  #fault(): string {
    tagName.lastIndex = this.#at + 1;
    const name = tagName.exec(this.#buffer)?.[0];
    return name === undefined ? '"<" without a name' : `<${name.slice(0, 40)}> malformed`;
  }

  #endTag(): 'close' {
    this.startLine = this.line();
    const name = this.#skipTo('>', 2).trimEnd();
    const due = this.#open.pop();
    if (name !== due) this.#fail(`an end tag where </${due?.slice(0, 40) ?? '?'}> was due`);
    this.name = name;
    return 'close';
  }

  /** Moves behind `end`, looked for after the opening mark; returns what lies between. */
  #skipTo(end: string, mark: number): string {
    let from = this.#at + mark;
    let found = this.#buffer.indexOf(end, from);
    while (found === -1) {
      // What was searched is not searched again, but the mark may be cut in two.
      const searched = Math.max(from - this.#at, this.#buffer.length - this.#at - end.length);
      if (!this.#refill()) this.#fail(`no "${end}" after it`);
      from = this.#at + searched;
      found = this.#buffer.indexOf(end, from);
    }
    const between = this.#buffer.slice(this.#at + mark, found);
    this.#at = found + end.length;
    return between;
  }

  /** Adds the next piece to what is not passed yet. */
  #refill(): boolean {
    const { value, done } = this.#pieces.next();
    if (done === true) return false;
    this.line();
    const open = this.#break >= this.#buffer.length;
    const kept = this.#buffer.length - this.#at;
    if (kept > limits.xml_tag_bytes.value)
      throw new LimitError('xml_tag_bytes', `a tag of ${this.#what}`, kept);
    this.#buffer = this.#buffer.slice(this.#at) + value;
    this.#break = open ? this.#breakFrom(kept) : this.#break - this.#at;
    this.#at = 0;
    return true;
  }

  #breakFrom(at: number): number {
    const found = this.#buffer.indexOf('\n', at);
    return found === -1 ? this.#buffer.length : found;
  }

  #fail(found: string): never {
    const line = this.line();
    throw new FormatError(
      'XML_INVALID',
      `Cannot read ${this.#what} (line ${line}): found ${found}, wanted an XML document`,
      { line },
    );
  }
}

/** Replaces the five entities of XML and character references; any other stays as it is written. */
function resolveReferences(raw: string): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(reference, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return named.get(name) ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}
