/** Code points that take two terminal cells: East Asian Wide and Fullwidth (UAX 11), and emoji. */
const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u3247\u3250-\u4dbf\u4e00-\ua4c6\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{1b2fb}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** Code points that take none: marks, format characters, the vowels of decomposed Hangul. */
const hidden = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]/u;

/** Closing marks that must not begin a line, in Chinese typography and in ours. */
const closing = new Set('，。、；：！？）》】」』”’…,.;:!?)]}');
/** Opening marks that must not end one. */
const opening = new Set('（《【「『“‘([{');

/** After these a long word (a path, a version, a digest) is broken rather than anywhere. */
const seams = new Set('/-_:@.,+~=&');

/** Terminal cells of one code point. */
function cells(point: string): number {
  if (point < '\u0300') return point < ' ' ? 0 : 1;
  if (hidden.test(point)) return 0;
  return wide.test(point) ? 2 : 1;
}

/** Terminal cells that `text` takes. Control characters count as none: they never get that far. */
export function displayWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const point of text) width += cells(point);
  return width;
}

/** `text` filled up with spaces to `width` cells; longer text stays as it is. */
export function padded(text: string, width: number, side: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return side === 'left' ? text + space : space + text;
}

/** `text` cut to at most `width` cells, the cut shown by an ellipsis. */
export function clipped(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const point of text) {
    const size = cells(point);
    if (used + size > width - 1) break;
    kept += point;
    used += size;
  }
  return width < 1 ? '' : `${kept}…`;
}

/**
 * `text` in lines of at most `width` cells: broken at spaces, between wide characters (but never
 * before a closing or after an opening mark), and inside long words after a separator. Nothing but
 * the spaces at a break is lost.
 */
export function wrapped(text: string, width: number): readonly string[] {
  const limit = Math.max(2, width);
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const piece of piecesOf(text)) {
    for (const part of displayWidth(piece) > limit
      ? cutWord(piece, limit - used, limit)
      : [piece]) {
      const size = displayWidth(part);
      if (used > 0 && used + displayWidth(part.trimEnd()) > limit) {
        lines.push(line.trimEnd());
        line = '';
        used = 0;
      }
      if (used === 0 && part.trim() === '') continue;
      line += part;
      used += size;
    }
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines.length === 0 ? [''] : lines;
}

/** What may not be broken further unless it is too long: words with the space behind them, wide characters. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let last = '';
  for (const point of text) {
    const breakable =
      last === ' '
        ? point !== ' '
        : (wide.test(point) || (last !== '' && wide.test(last))) &&
          !closing.has(point) &&
          !opening.has(last) &&
          point !== ' ' &&
          !hidden.test(point);
    if (breakable && piece !== '') {
      pieces.push(piece);
      piece = '';
    }
    piece += point;
    last = point;
  }
  if (piece !== '') pieces.push(piece);
  return pieces;
}

/** Cuts one long word; `first` cells are left on the current line. */
function cutWord(word: string, first: number, limit: number): readonly string[] {
  const points = Array.from(word);
  const parts: string[] = [];
  let room = first >= 8 ? first : limit;
  let from = 0;
  while (from < points.length) {
    let to = from;
    let used = 0;
    let seam = from;
    while (to < points.length) {
      const point = points[to] ?? '';
      if (used + cells(point) > room) break;
      used += cells(point);
      to += 1;
      if (seams.has(point)) seam = to;
    }
    if (to < points.length && seam > from + (to - from) / 3) to = seam;
    if (to === from) to = from + 1;
    parts.push(points.slice(from, to).join(''));
    from = to;
    room = limit;
  }
  return parts;
}
