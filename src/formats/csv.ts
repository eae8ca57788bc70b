/**
 * Rows of a CSV text (RFC 4180): fields are separated by commas, may stand in double quotes, and a
 * quoted field may hold commas, line breaks and doubled quotes. A text that ends inside quotes ends
 * the field there. Lines that start with `#` and empty lines are left out.
 */
export function* csvRows(text: string): Generator<string[]> {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    const end = lineEnd(text, at);
    const line = text.slice(at, end);
    if (!line.includes('"')) {
      at = end + 1;
      const bare = line.endsWith('\r') ? line.slice(0, -1) : line;
      if (bare !== '' && !bare.startsWith('#')) yield bare.split(',');
    } else {
      const row: string[] = [];
      at = readRow(text, at, row);
      yield row;
    }
  }
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

/** Reads one row that has quotes somewhere; returns where the next row starts. */
function readRow(text: string, start: number, row: string[]): number {
  let at = start;
  for (;;) {
    const field = text[at] === '"' ? quoted(text, at + 1) : bare(text, at);
    row.push(field.value);
    at = field.end + 1;
    if (text[field.end] !== ',') return at;
  }
}

function bare(text: string, start: number): { value: string; end: number } {
  const end = fieldEnd(text, start);
  // A carriage return belongs to the line break behind it; anywhere else it is a character.
  const last = text[end] !== ',' && end > start && text[end - 1] === '\r' ? end - 1 : end;
  return { value: text.slice(start, last), end };
}

/** Where the next comma or line break stands: a row always ends with its line, so each is read once. */
function fieldEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n') end += 1;
  return end;
}

function quoted(text: string, start: number): { value: string; end: number } {
  const parts: string[] = [];
  let at = start;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return { value: parts.join('') + text.slice(at), end: text.length };
    parts.push(text.slice(at, quote));
    if (text[quote + 1] !== '"') {
      // What stands between the closing quote and the next comma belongs to no field.
      return { value: parts.join(''), end: fieldEnd(text, quote + 1) };
    }
    parts.push('"');
    at = quote + 2;
  }
}
