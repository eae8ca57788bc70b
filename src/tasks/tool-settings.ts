import type { OptionValue } from '../check/contract.ts';
import { readTextFile } from '../io/text-file.ts';
import { limits } from '../model/index.ts';
import type { Report } from '../model/index.ts';
import { applyIgnoreFiles } from '../policy/ignore.ts';
import { readToolSettings, settingsNames, withSeverities } from '../policy/tool-settings.ts';
import type { ToolSettings } from '../policy/tool-settings.ts';

/**
 * Settings of other tools in the current folder, as their users expect them to work.
 * @throws {PolicyError} IGNORE_FILE_INVALID when one is not readable.
 */
export function toolSettings(): readonly ToolSettings[] {
  return settingsNames.flatMap((name) => {
    const text = readTextFile(name, limits.config_bytes.value);
    return text === undefined ? [] : [readToolSettings(name, text)];
  });
}

/** Options of rules that settings give; what the user asked for here goes before them. */
export function optionsFrom(
  settings: readonly ToolSettings[],
): Readonly<Record<string, Readonly<Record<string, OptionValue>>>> {
  return Object.assign({}, ...settings.map(({ options }) => options)) as Readonly<
    Record<string, Readonly<Record<string, OptionValue>>>
  >;
}

/**
 * The report with what settings leave out set aside. Entries that match nothing are not told: such
 * a file serves a whole organisation.
 */
export function underSettings(
  report: Report,
  settings: readonly ToolSettings[],
  now: Date,
): Report {
  if (settings.length === 0) return report;
  const severities = new Map(settings.flatMap((one) => [...one.severities]));
  const files = settings.map(({ ignore }) => ignore);
  const { findings, suppressed } = applyIgnoreFiles(
    withSeverities(report.findings, severities),
    files,
    { now },
  );
  return { ...report, findings, suppressed: [...report.suppressed, ...suppressed] };
}
