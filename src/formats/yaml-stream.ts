import { Composer, Lexer, Parser } from 'yaml';
import type { CST, Document, DocumentOptions, ParseOptions, SchemaOptions } from 'yaml';
import { LimitError, limits } from '../model/index.ts';

type Step = () => Generator<string, unknown>;

/** What is reached of the library's lexer; the dependency is pinned, and a test fails when it differs. */
interface LexerInside {
  indentNext: number;
  parseFlowCollection: Step;
  parseQuotedScalar: Step;
}

/** What is reached of the library's composer: the faults of the document that is read. */
interface ComposerInside {
  readonly errors: readonly unknown[];
  readonly warnings: readonly unknown[];
  onError: (source: unknown, code: string, message: string, warning?: boolean) => void;
}

/** What is reached of the library's parser: the collections that are open, under their document. */
interface ParserInside {
  readonly stack: readonly unknown[];
}

/**
 * A lexer to which indentation means nothing between quotes and brackets. YAML 1.2 (sections 7.3
 * and 7.4) wants the lines of a quoted text and of a flow collection indented deeper than what
 * they belong to; libyaml and what descends from it (Go's libraries, PyYAML) do not ask, so
 * Kubernetes takes such files, and what it takes has to be judged.
 */
export function yamlLexer(): Lexer {
  const lexer = new Lexer();
  const inside = lexer as unknown as LexerInside;
  const loosened = (step: Step): Step =>
    function* loose() {
      const wanted = inside.indentNext;
      inside.indentNext = 0;
      const next = yield* step.call(lexer);
      inside.indentNext = wanted;
      return next;
    };
  inside.parseFlowCollection = loosened(inside.parseFlowCollection);
  inside.parseQuotedScalar = loosened(inside.parseQuotedScalar);
  return lexer;
}

/**
 * The text with one kind of line break, offsets kept. YAML 1.1, and so Go's libraries, end a line
 * at a lone carriage return, U+0085, U+2028 and U+2029 too: what hides behind a comment that ends
 * in one is a setting to Kubernetes. (Inside a quoted text such a character becomes a space.)
 */
export function withPlainBreaks(text: string): string {
  return text.replace(/\r(?!\n)|[\u0085\u2028\u2029]/g, '\n');
}

/** How a stream is composed. */
export interface YamlStreamOptions extends ParseOptions, DocumentOptions, SchemaOptions {
  /** The text in an error. */
  readonly what?: string;
  /** Whether collections may not nest deeper than `json_depth`: the composer recurses. */
  readonly bounded?: boolean;
}

/**
 * The documents of a stream, one at a time, errors inside; an empty stream has one when `always`.
 * @throws {LimitError} `yaml_lexemes`; `json_depth` when the nesting is to be bounded.
 */
export function* yamlStream(
  text: string,
  options: YamlStreamOptions,
  always = false,
): Generator<Document.Parsed> {
  const { lineCounter } = options;
  const composer = new Composer(options);
  const inside = composer as unknown as ComposerInside;
  const tell = inside.onError;
  inside.onError = (source, code, message, warning) => {
    const told = warning === true ? inside.warnings : inside.errors;
    if (told.length === 0) tell(source, code, message, warning);
  };
  yield* composer.compose(tokensOf(text, options, lineCounter?.addNewLine), always, text.length);
}

function* tokensOf(
  text: string,
  { what = 'a YAML text', bounded = false }: YamlStreamOptions,
  onNewLine: ((offset: number) => void) | undefined,
): Generator<CST.Token> {
  const parser = new Parser(onNewLine);
  const inside = parser as unknown as ParserInside;
  onNewLine?.(0);
  let faulty = false;
  let lexemes = 0;
  for (const lexeme of yamlLexer().lex(text)) {
    lexemes += 1;
    if (lexemes > limits.yaml_lexemes.value) throw new LimitError('yaml_lexemes', what);
    // Only the first fault of a document is told: a megabyte of "]" is a million, of a kilobyte each.
    for (const token of parser.next(lexeme)) {
      if (token.type === 'document' || token.type === 'doc-end') faulty = false;
      if (token.type === 'error' && faulty) continue;
      faulty ||= token.type === 'error';
      yield token;
    }
    // The document itself is the first on the stack, a scalar that is read may be the last.
    if (bounded && inside.stack.length - 2 > limits.json_depth.value)
      throw new LimitError('json_depth', what, inside.stack.length - 2);
  }
  yield* parser.end();
}
