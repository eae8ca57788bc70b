import type { MarkKind } from '../../../model/index.ts';
import type { AnalyzerResult, FileAnalyzer } from '../contract.ts';
import { baseName } from '../paths.ts';

/** Programs by name. Miners are those that campaigns against exposed daemons leave behind. */
const programs: ReadonlyMap<string, MarkKind> = new Map([
  ['sshd', 'ssh-server'],
  ['dropbear', 'ssh-server'],
  ['xmrig', 'miner'],
  ['xmrig-notls', 'miner'],
  ['minerd', 'miner'],
  ['cpuminer', 'miner'],
  ['kinsing', 'miner'],
  ['kdevtmpfsi', 'miner'],
  ['nbminer', 'miner'],
  ['ethminer', 'miner'],
]);

/** ELF, or a script: a folder of icons has files of these names too. */
function isProgram(head: Uint8Array): boolean {
  const [a, b, c, d] = head;
  return (a === 0x7f && b === 0x45 && c === 0x4c && d === 0x46) || (a === 0x23 && b === 0x21);
}

function marksOf(path: string): AnalyzerResult {
  const kind = programs.get(baseName(path));
  return kind === undefined ? {} : { marks: [{ kind }] };
}

/** SSH servers and cryptominers. */
export const notablePrograms: FileAnalyzer = {
  id: 'notable-programs',
  version: 1,
  type: 'os',
  finds: 'content',
  files: [...programs.keys()].map((name) => `**/${name}`),
  wants: (path, { mode, size }) =>
    size > 0 &&
    (mode & 0o111) !== 0 &&
    programs.has(baseName(path)) &&
    // The shell's completions and the system's tables are named after the program.
    !/(?:^|\/)(?:completions|pam\.d|default|init\.d|sysconfig|runit|conf\.d)\//.test(path),
  wantsHead: isProgram,
  read: ({ path, bytes }) => (isProgram(bytes) ? marksOf(path) : {}),
  search: (path) => ({ push: () => {}, finish: () => marksOf(path) }),
};
