import { readTextFile } from '../io/text-file.ts';
import { limits, printable } from '../model/index.ts';
import { ReportError } from '../report/errors.ts';
import { readJsonReport } from '../report/read-json.ts';
import type { WrittenReport } from '../report/read-json.ts';
import { planUpgrades } from '../scan/match/upgrades.ts';

/**
 * Reads a JSON report from a file. Upgrades are planned when the report has none, as Trivy's.
 * @throws {ReportError} REPORT_INVALID when it is not there or no report.
 */
export function readReport(path: string): WrittenReport {
  const text = readTextFile(path, limits.report_bytes.value);
  if (text === undefined) {
    throw new ReportError('REPORT_INVALID', {
      en: `Cannot convert "${printable(path)}": it does not exist, wanted a file that "-f json" wrote`,
      'zh-CN': `无法转换“${printable(path)}”：文件不存在，应为 "-f json" 写出的文件`,
    });
  }
  const written = readJsonReport(Buffer.from(text), path);
  const { report } = written;
  if (report.upgrades !== undefined) return written;
  return { ...written, report: { ...report, upgrades: planUpgrades(report) } };
}
