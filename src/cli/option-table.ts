import type { OptionSpec } from './spec.ts';

const severityWords = ['critical', 'high', 'medium', 'low', 'unknown'] as const;

/** Options of every command. */
export const generalOptions: readonly OptionSpec[] = [
  { name: 'quiet', short: 'q', group: 'general' },
  { name: 'no-progress', group: 'general' },
  { name: 'debug', short: 'd', group: 'general' },
  { name: 'timeout', value: 'DURATION', group: 'general' },
  { name: 'offline', group: 'general' },
  { name: 'cache-dir', value: 'DIR', group: 'general' },
  { name: 'config', short: 'c', value: 'FILE', group: 'general' },
  { name: 'lang', value: 'LANG', choices: ['en', 'zh-CN'], group: 'general' },
  { name: 'at', value: 'TIME', group: 'general' },
];

/** Options of every command that prints a report. */
export const reportOptions: readonly OptionSpec[] = [
  { name: 'format', short: 'f', value: 'FORMAT[=FILE]', repeatable: true, group: 'output' },
  { name: 'output', short: 'o', value: 'FILE', group: 'output' },
  { name: 'template', short: 't', value: 'TEXT|@FILE', group: 'output' },
  {
    name: 'severity',
    short: 's',
    value: 'LIST',
    repeatable: true,
    choices: severityWords,
    group: 'output',
  },
  { name: 'show-suppressed', group: 'output' },
  { name: 'list-all-pkgs', group: 'output' },
  { name: 'fail-on', value: 'SEVERITY', choices: severityWords, group: 'gate' },
  { name: 'exit-code', value: 'N', group: 'gate' },
  { name: 'fail-on-unknown', group: 'gate' },
  { name: 'ignorefile', value: 'FILE', repeatable: true, group: 'gate' },
  { name: 'vex', value: 'FILE', repeatable: true, group: 'gate' },
];

/** Options that leave findings out of a report by what the vendor says. */
export const filterOptions: readonly OptionSpec[] = [
  { name: 'ignore-unfixed', group: 'scan' },
  {
    name: 'ignore-status',
    value: 'LIST',
    repeatable: true,
    choices: [
      'affected',
      'fixed',
      'not_affected',
      'under_investigation',
      'will_not_fix',
      'fix_deferred',
      'end_of_life',
      'unimportant',
      'unknown', // Trivy's word for what has no state; nothing here has it.
    ],
    group: 'scan',
  },
];

/** Options of every command that scans. */
export const scanOptions: readonly OptionSpec[] = [
  { name: 'db', value: 'FILE', group: 'database' },
  { name: 'max-db-age', value: 'DURATION', group: 'database' },
  ...filterOptions,
  { name: 'pkg-types', value: 'LIST', repeatable: true, choices: ['os', 'library'], group: 'scan' },
  { name: 'skip-dirs', value: 'GLOB', repeatable: true, group: 'scan' },
  { name: 'skip-files', value: 'GLOB', repeatable: true, group: 'scan' },
  { name: 'include-dev-deps', group: 'scan' },
  { name: 'include-kernel-headers', group: 'scan' },
  {
    name: 'detection',
    value: 'MODE',
    choices: ['precise', 'comprehensive'],
    default: 'precise',
    group: 'scan',
  },
  { name: 'parallel', value: 'N', group: 'scan' },
];

/** What is looked for in images, unpacked systems and source trees. */
export const contentOptions: readonly OptionSpec[] = [
  {
    name: 'scanners',
    value: 'LIST',
    repeatable: true,
    // Trivy's users write the older word `config` too.
    choices: ['vuln', 'misconfig', 'secret', 'config'],
    group: 'scan',
  },
];

/** What configuration is looked at, and by which rules. */
export const judgedOptions: readonly OptionSpec[] = [
  { name: 'standard', value: 'NAME', repeatable: true, group: 'scan' },
  { name: 'include', value: 'LIST', repeatable: true, group: 'scan' },
  { name: 'as', value: 'KIND', group: 'scan' },
  { name: 'rules', value: 'FILE', repeatable: true, group: 'scan' },
  { name: 'skip-dirs', value: 'GLOB', repeatable: true, group: 'scan' },
  { name: 'skip-files', value: 'GLOB', repeatable: true, group: 'scan' },
];

/** Options of the command that judges configuration. */
export const checkOptions: readonly OptionSpec[] = [
  ...judgedOptions,
  { name: 'show-checks', group: 'output' },
  { name: 'watch', short: 'w', group: 'output' },
  { name: 'baseline', value: 'REPORT', group: 'gate' },
];

/** Options of the command that judges a machine. */
export const hostOptions: readonly OptionSpec[] = [
  { name: 'standard', value: 'NAME', repeatable: true, group: 'scan' },
  { name: 'include', value: 'LIST', repeatable: true, group: 'scan' },
  { name: 'image-files', group: 'scan' },
  { name: 'show-checks', group: 'output' },
];

/** Options of commands that open images. */
export const imageOptions: readonly OptionSpec[] = [
  { name: 'input', value: 'FILE', group: 'image' },
  { name: 'image-src', value: 'LIST', repeatable: true, group: 'image' },
  { name: 'platform', value: 'OS/ARCH', group: 'image' },
  { name: 'insecure', group: 'image' },
  { name: 'registry-mirror', value: 'HOST=MIRROR', repeatable: true, group: 'image' },
  {
    name: 'accelerator',
    value: 'NAME',
    choices: ['isal', 'none'],
    default: 'none',
    group: 'image',
  },
];
