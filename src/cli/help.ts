import { cliMessages } from '../model/messages/cli.ts';
import { format } from '../model/messages/table.ts';
import { wrapped } from '../report/width.ts';
import { generalOptions } from './option-table.ts';
import type { CommandSpec, Language, OptionSpec } from './spec.ts';
import { append } from '../model/append.ts';

const groups: readonly OptionSpec['group'][] = [
  'image',
  'scan',
  'database',
  'output',
  'gate',
  'general',
];

/** The sentence of a CLI message; its id when the table has none, which a test forbids. */
export function sentence(id: string, lang: Language): string {
  return cliMessages[id]?.[lang] ?? id;
}

/** The screen of `plimsoll --help`: 80 columns, no colour. */
export function mainHelp(
  commands: readonly CommandSpec[],
  lang: Language,
  version: string,
): string {
  const rows = commands.map((command): Row => [
    command.name,
    sentence(`command.${command.name}`, lang),
  ]);
  return [
    `Plimsoll ${version}: ${sentence('about', lang)}`,
    '',
    usage(['plimsoll', sentence('usage.command', lang)], lang),
    '',
    sentence('heading.commands', lang),
    ...table(rows),
    '',
    sentence('heading.general', lang),
    ...table(generalOptions.map((option) => optionRow(option, lang))),
    '',
    sentence('help.more', lang),
    '',
  ].join('\n');
}

function usage(words: readonly string[], lang: Language): string {
  return format(sentence('usage', lang), { words: words.join(' ') });
}

/** The screen of `plimsoll COMMAND --help`. */
export function commandHelp(path: readonly string[], command: CommandSpec, lang: Language): string {
  const options = [...command.options, ...generalOptions];
  const name = path.join(' ');
  const wanted = (command.arguments ?? []).map((argument) =>
    argument.required ? argument.name : `[${argument.name}]`,
  );
  const alone = command.subcommands === undefined || command.load !== undefined;
  const lines = [
    sentence(`command.${path.join('.')}`, lang),
    '',
    usage(['plimsoll', name, ...wanted, alone ? '[OPTIONS]' : 'COMMAND [OPTIONS]'], lang),
    ...section(
      sentence('heading.commands', lang),
      (command.subcommands ?? []).map((sub): Row => [
        sub.name,
        sentence(`command.${[...path, sub.name].join('.')}`, lang),
      ]),
    ),
  ];
  for (const group of groups) {
    const rows = options
      .filter((option) => option.group === group)
      .map((option) => optionRow(option, lang));
    append(lines, section(sentence(`heading.${group}`, lang), rows));
  }
  const examples = (command.examples ?? []).map((line) => `  ${line}`);
  if (examples.length > 0) lines.push('', sentence('heading.examples', lang), ...examples);
  return `${lines.join('\n')}\n`;
}

type Row = readonly [string, string];

function section(title: string, rows: readonly Row[]): string[] {
  return rows.length === 0 ? [] : ['', title, ...table(rows)];
}

function optionRow(option: OptionSpec, lang: Language): Row {
  const short = option.short === undefined ? '    ' : `-${option.short}, `;
  const value = option.value === undefined ? '' : ` ${option.value}`;
  const choices = option.choices === undefined ? '' : ` (${option.choices.join(', ')})`;
  return [
    `${short}--${option.name}${value}`,
    `${sentence(`option.${option.name}`, lang)}${choices}`,
  ];
}

/** Two columns; the right one is folded so that no line is wider than 80 cells. */
function table(rows: readonly Row[]): string[] {
  const left = Math.min(28, Math.max(...rows.map(([name]) => name.length)));
  return rows.flatMap(([name, text]) => {
    const folded = wrapped(text, 80 - left - 4);
    const first = name.length > left ? [`  ${name}`] : [];
    const start = first.length > 0 ? '' : name;
    return [
      ...first,
      ...folded.map((line, index) => `  ${(index === 0 ? start : '').padEnd(left)}  ${line}`),
    ];
  });
}
