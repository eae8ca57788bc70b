import { distroOf } from '../model/index.ts';
import type { Line } from './screen.ts';
import type { View } from './table-view.ts';

/**
 * The one command that does all upgrades, when all are packages of the subject's system. A package
 * name comes out of the image: one that the shell or the package manager could read as anything
 * else than a name prints no command at all.
 */
export function upgradeCommand({
  report,
  context,
}: Pick<View, 'report' | 'context'>): readonly string[] {
  const { os, upgrades = [] } = report;
  const command = os === undefined ? undefined : distroOf(os.id)?.upgradeCommand;
  if (command === undefined || upgrades.length === 0) return [];
  const wanted = new Set(upgrades.flatMap(({ packages }) => packages));
  const items = report.packages.filter(({ purl }) => wanted.has(purl));
  if (!items.every((item) => context.isOsPackage(item))) return [];
  const names = [...new Set(items.map(({ name }) => name))].sort();
  if (names.length === 0 || !names.every((name) => /^[a-z0-9][a-z0-9.+_-]*$/i.test(name)))
    return [];
  return [...command.split(' '), ...names];
}

/** The command on as many lines as the screen needs, continued so that it can be copied whole. */
export function commandLines(view: View): readonly Line[] {
  const lines: string[] = [];
  let line = '  $';
  for (const word of upgradeCommand(view)) {
    if (`${line} ${word} \\`.length > view.width && line.trim() !== '$') {
      lines.push(`${line} \\`);
      line = '   ';
    }
    line += ` ${word}`;
  }
  if (line === '  $') return [];
  return [...lines, line].map((text) => [{ text, style: 'strong' }]);
}
