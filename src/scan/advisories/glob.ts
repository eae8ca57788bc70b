/**
 * A glob of the feed table as a pattern over whole paths: `*` is anything but `/`, `**` anything,
 * `{a,b}` alternatives. Globs are the program's own, never a stranger's.
 */
export function globPattern(glob: string): RegExp {
  const source = glob.replaceAll(/\*\*|[*{},]|[^*{},]+/g, (piece) => {
    if (piece === '**') return '.*';
    if (piece === '*') return '[^/]*';
    if (piece === '{') return '(?:';
    if (piece === '}') return ')';
    return piece === ',' ? '|' : RegExp.escape(piece);
  });
  // Two stars in one name are a square of its length: no path of a feed is longer than this.
  return new RegExp(`^(?![^]{2049})${source}$`);
}
