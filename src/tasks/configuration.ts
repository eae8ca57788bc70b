export function parseYaml(
  _path: string,
  _text: string,
  _known: ReadonlySet<string>,
): Map<string, string> {
  return new Map();
}
