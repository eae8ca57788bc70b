/** One token of Python source text, as far as reading lists of texts needs it. */
export interface PythonToken {
  readonly kind: 'name' | 'text' | 'mark';
  /** Of a text its content; escapes stay as written, no requirement has any. */
  readonly value: string;
  /** True for texts whose content is computed: f-strings. */
  readonly computed: boolean;
  /** First line of the token, from 1. */
  readonly line: number;
}

/**
 * Names, texts and marks of Python source; numbers count as names. Nothing is executed or
 * evaluated. One pass: every character is looked at once.
 * https://docs.python.org/3/reference/lexical_analysis.html.
 */
export function* pythonTokens(text: string): Generator<PythonToken> {
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '\n') line += 1;
    if (char === '#') {
      const end = text.indexOf('\n', at);
      at = end === -1 ? text.length : end;
    } else if (char === '"' || char === "'") {
      const found = textAt(text, at, '');
      yield { kind: 'text', value: found.value, computed: false, line };
      line += countLines(found.value);
      at = found.end;
    } else if (isNamePart(char)) {
      let end = at + 1;
      while (end < text.length && isNamePart(text.charAt(end))) end += 1;
      const name = text.slice(at, end);
      const mark = text.charAt(end);
      if (name.length <= 2 && /^[rbfu]+$/i.test(name) && (mark === '"' || mark === "'")) {
        const found = textAt(text, end, name);
        yield { kind: 'text', value: found.value, computed: /f/i.test(name), line };
        line += countLines(found.value);
        end = found.end;
      } else yield { kind: 'name', value: name, computed: false, line };
      at = end;
    } else {
      if (!/\s/.test(char)) yield { kind: 'mark', value: char, computed: false, line };
      at += 1;
    }
  }
}

function isNamePart(char: string): boolean {
  return /[\w\u0080-\uffff]/.test(char);
}

/** Content and end of the text literal whose first quote stands at `start`. */
function textAt(text: string, start: number, prefix: string): { value: string; end: number } {
  const mark = text.charAt(start);
  const triple = text.startsWith(mark.repeat(3), start);
  const quotes = triple ? mark.repeat(3) : mark;
  const from = start + quotes.length;
  let at = from;
  while (at < text.length && !text.startsWith(quotes, at)) {
    // An unfinished one-line text ends with its line.
    if (!triple && text.charAt(at) === '\n') return { value: text.slice(from, at), end: at };
    at += text.charAt(at) === '\\' && !/r/i.test(prefix) ? 2 : 1;
  }
  return { value: text.slice(from, at), end: Math.min(text.length, at + quotes.length) };
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
