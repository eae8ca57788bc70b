/**
 * Release lines of Docker Engine whose support has ended, with the day, as its makers published it.
 * A line that is not here may be supported or may not: nothing on this machine can tell.
 */
const ended: ReadonlyMap<string, string> = new Map([
  ['17', '2018-10-08'],
  ['18', '2020-11-08'],
  ['19', '2021-07-22'],
  ['20', '2023-12-10'],
  ['23', '2024-05-19'],
  ['24', '2024-06-08'],
]);

/** The day on which support of a version ended, `distribution` when somebody else maintains it, or `unknown`. */
export function supportOf(version: string): string {
  if (/^\d+\.[\d.]+[+~-](?!ce|ee|rc|beta)/.test(version)) return 'distribution';
  return ended.get(/^(\d{1,3})\./.exec(version)?.[1] ?? '') ?? 'unknown';
}
