/** A place in a text: offset from 0 in UTF-16 units, line and column from 1. */
export interface YamlPlace {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** A part of a text; `end` is behind its last character. */
export interface YamlSpan {
  readonly start: YamlPlace;
  readonly end: YamlPlace;
}

/** Gives line and column of offsets. The table of lines is made when first asked. */
export function placesOf(text: string): (offset: number) => YamlPlace {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { offset, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The span between two offsets. */
export function textSpan(
  places: (offset: number) => YamlPlace,
  from: number,
  to: number,
): YamlSpan {
  const start = places(from);
  return { start, end: to === from ? start : places(to) };
}
