import type { AnalyzerResult, FileAnalyzer, FileStat } from '../contract.ts';

/** setuid, or setgid that works: without the group's right to run it, the bit means locking. */
function isSetuid({ mode }: FileStat): boolean {
  return (mode & 0o4000) !== 0 || (mode & 0o2010) === 0o2010;
}

function marksOf({ mode }: FileStat): AnalyzerResult {
  return { marks: [{ kind: 'setuid', what: mode.toString(8) }] };
}

/** Programs that run as their owner or group, whoever starts them. Only their mode is looked at. */
export const setuid: FileAnalyzer = {
  id: 'setuid',
  version: 1,
  type: 'os',
  finds: 'content',
  files: ['**'],
  wants: (_, stat) => isSetuid(stat),
  wantsHead: (_head, _path, stat) => isSetuid(stat),
  read: ({ stat }) => marksOf(stat),
  search: (_, stat) => ({ push: () => {}, finish: () => marksOf(stat) }),
};
