import { FormatError } from '../formats/errors.ts';
import { readVex } from '../formats/read-vex.ts';
import { readTextFile } from '../io/text-file.ts';
import { limits } from '../model/index.ts';
import type { Report } from '../model/index.ts';
import { dockleFile, dockleIgnores } from '../policy/dockle-settings.ts';
import { PolicyError } from '../policy/errors.ts';
import { applyPolicy } from '../policy/apply.ts';
import type { PolicyOptions } from '../policy/apply.ts';
import { planUpgrades } from '../scan/match/upgrades.ts';
import { parseIgnoreFile } from '../policy/ignore-file.ts';
import type { IgnoreFile } from '../policy/ignore-entry.ts';
import type { VexFile } from '../policy/vex.ts';

export { exitCodeOf } from '../policy/gate.ts';
export type { GateOptions } from '../policy/gate.ts';
export type { IgnoreFile } from '../policy/ignore-entry.ts';

const usualIgnoreFiles = ['.plimsollignore', '.trivyignore', '.trivyignore.yaml'];

/** Reads the ignore files before any work is done, so that a broken one costs no scan. */
export function readIgnoreFiles(named: readonly string[] | undefined): readonly IgnoreFile[] {
  const found: IgnoreFile[] = [];
  for (const path of named ?? usualIgnoreFiles) {
    const text = readTextFile(path, limits.config_bytes.value);
    if (text !== undefined) found.push(parseIgnoreFile(path, text));
    else if (named !== undefined) {
      throw new PolicyError('IGNORE_FILE_INVALID', {
        en: `Cannot read the ignore file "${path}": it does not exist`,
        'zh-CN': `无法读取忽略文件“${path}”：文件不存在`,
      });
    }
  }
  return found;
}

/** What dockle's users decided about images, here and in the environment. */
export function readDockleIgnores(
  environment: Readonly<Record<string, string | undefined>>,
): readonly IgnoreFile[] {
  return dockleIgnores({ file: readTextFile(dockleFile, limits.config_bytes.value), environment });
}

/**
 * Reads the VEX documents that the user named. Others are not looked for: a document inside a
 * subject is the word of the one who is judged.
 * @throws {FormatError} VEX_INVALID.
 */
export function readVexFiles(named: readonly string[]): readonly VexFile[] {
  return named.map((path) => {
    const text = readTextFile(path, limits.text_bytes.value);
    if (text !== undefined) return { path, ...readVex(Buffer.from(text), `"${path}"`) };
    throw new FormatError('VEX_INVALID', {
      en: `Cannot read "${path}" as VEX: it does not exist`,
      'zh-CN': `无法读取 VEX 文件“${path}”：文件不存在`,
    });
  });
}

/**
 * Sets aside what VEX documents, ignore files and flags name; everything set aside keeps its reason. The upgrades
 * are planned again, because only what still counts is worth one.
 */
export function applyDecisions(report: Report, options: PolicyOptions): Report {
  const { findings, suppressed, notes } = applyPolicy(report, options);
  return {
    ...report,
    findings,
    suppressed: [...report.suppressed, ...suppressed],
    notes: [...report.notes, ...notes],
    ...(suppressed.length === 0
      ? {}
      : { upgrades: planUpgrades({ findings, packages: report.packages }) }),
  };
}
