import { LimitError, limits } from '../model/index.ts';
import { XmlLexer } from './xml-lexer.ts';

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
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
  readonly startLine: number;
  endLine: number;
}

/**
 * The root element of an XML document.
 * @throws {FormatError} XML_INVALID with the line.
 * @throws {LimitError} `text_bytes`, `xml_depth`, `xml_nodes`.
 */
export function parseXml(text: string, what: string): XmlElement {
  if (text.length > limits.text_bytes.value) throw new LimitError('text_bytes', what, text.length);
  const [root] = [...elements(new XmlLexer([text], what), () => true, what)];
  // The lexer refuses a document without a root, and one with two.
  return root as XmlElement;
}

/**
 * The outermost elements of a document whose local name is wanted, one at a time, while the
 * document, in UTF-8, streams by: a file of hundreds of megabytes costs the memory of its largest
 * element.
 * @throws {FormatError} XML_INVALID with the line.
 * @throws {LimitError} `xml_depth`, `xml_tag_bytes`; `xml_nodes` and `text_bytes` for one element.
 */
export function xmlRecords(
  chunks: Iterable<Uint8Array>,
  wanted: (name: string) => boolean,
  what: string,
): Generator<XmlElement> {
  return elements(new XmlLexer(decoded(chunks), what), wanted, what);
}

function* decoded(chunks: Iterable<Uint8Array>): Generator<string> {
  const decoder = new TextDecoder('utf-8');
  for (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

function* elements(
  lexer: XmlLexer,
  wanted: (name: string) => boolean,
  what: string,
): Generator<XmlElement> {
  const open: OpenElement[] = [];
  let nodes = 0;
  let characters = 0;
  for (let step = lexer.next(); step !== 'end'; step = lexer.next()) {
    const parent = open.at(-1);
    if (step === 'open') {
      const name = lexer.name.slice(lexer.name.indexOf(':') + 1);
      if (parent === undefined) {
        if (!wanted(name)) continue;
        nodes = characters = 0;
      }
      const { attributes, startLine } = lexer;
      nodes += 1 + attributes.size;
      if (nodes > limits.xml_nodes.value) throw new LimitError('xml_nodes', what, nodes);
      open.push({ name, attributes, children: [], text: '', startLine, endLine: startLine });
    } else if (parent === undefined) {
      continue;
    } else if (step === 'text') {
      parent.text += lexer.text;
      characters += lexer.text.length;
      if (characters > limits.text_bytes.value)
        throw new LimitError('text_bytes', `an element of ${what}`, characters);
    } else {
      open.pop();
      parent.text = parent.text.trim();
      parent.endLine = lexer.line();
      const outer = open.at(-1);
      if (outer === undefined) yield parent;
      else outer.children.push(parent);
    }
  }
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
