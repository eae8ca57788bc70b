/** What a history entry says, as its Dockerfile had it: without the shell and BuildKit's mark. */
export function instruction(createdBy: string): string {
  const text = createdBy
    .replace(/(?<!\s)\s+# buildkit$/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const nop = /^\/bin\/sh -c #\(nop\) ?/.exec(text);
  if (nop !== null) return text.slice(nop[0].length).trim();
  if (text.startsWith('RUN /bin/sh -c ')) return `RUN ${text.slice('RUN /bin/sh -c '.length)}`;
  return text.startsWith('/bin/sh -c ') ? `RUN ${text.slice('/bin/sh -c '.length)}` : text;
}
