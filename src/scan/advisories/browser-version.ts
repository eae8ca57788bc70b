/**
 * A version of a browser library in the form that npm compares: `1.7` is 1.7.0, `1.9.0b1` and
 * `1.0RC2` are pre-releases. A fourth number, which npm does not have, lies between two releases:
 * `0.9.7.1` is after 0.9.7 and before 0.9.8. Anything else stays as it is.
 */
export function browserVersion(text: string): string {
  const parts =
    /^(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?(\.\d{1,6})?(?:[.-]?([a-z]{1,10})[.-]?(\d{0,6}))?$/i.exec(
      text,
    );
  if (parts === null) return text;
  const [, major, minor = '0', patch = '0', fourth, word, number = ''] = parts;
  const core = [major, minor].map(Number).join('.');
  if (fourth !== undefined) return `${core}.${Number(patch) + 1}-0`;
  const label =
    word === undefined ? '' : `-${word.toLowerCase()}${number === '' ? '' : `.${Number(number)}`}`;
  return `${core}.${Number(patch)}${label}`;
}
