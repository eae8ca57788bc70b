import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { families } from '../src/check/index.ts';
import { later } from '../src/check/later.ts';
import type { RuleFacts } from '../src/check/contract.ts';
import { imageSources } from '../src/image/index.ts';
import { distros, ecosystems, limits } from '../src/model/index.ts';
import type { ErrorCatalogue } from '../src/model/index.ts';
import { outputFormats, reportSchema } from '../src/report/index.ts';
import { feeds } from '../src/scan/advisories/feeds/index.ts';
import { analyzers } from '../src/scan/analyzers/index.ts';
import { secretFiles, secretKinds } from '../src/secrets/index.ts';
import { schemes } from '../src/versions/index.ts';

const root: string = join(import.meta.dirname, '..');

/** One page of docs/reference: file name and Markdown text. */
export interface Page {
  readonly name: string;
  readonly text: string;
}

/** Error codes of one room, from `src/<room>/error-catalogue.ts`. */
export interface RoomErrors {
  readonly room: string;
  readonly codes: ErrorCatalogue;
}

/** The catalogues of all rooms: exports of `src/<room>/error-catalogue.ts`. */
export async function errorCatalogues(): Promise<RoomErrors[]> {
  const found: RoomErrors[] = [];
  for (const room of readdirSync(join(root, 'src')).toSorted()) {
    const file = join(root, 'src', room, 'error-catalogue.ts');
    if (!existsSync(file)) continue;
    const module = (await import(pathToFileURL(file).href)) as Record<string, ErrorCatalogue>;
    for (const codes of Object.values(module)) found.push({ room, codes });
  }
  return found;
}

/** Every page that is generated from the registries; the same registries give the same bytes. */
export async function referencePages(): Promise<Page[]> {
  return [
    page('errors', 'Error codes', await errorsText()),
    page('limits', 'Limits', limitsText()),
    page('ecosystems', 'Ecosystems and distributions', ecosystemsText()),
    page('versions', 'Version schemes', versionsText()),
    page('analyzers', 'Files that are read', analyzersText()),
    page('feeds', 'Advisory feeds', feedsText()),
    page('sources', 'Places images come from', sourcesText()),
    page('formats', 'Output formats', formatsText()),
    page('rules', 'Rules of configuration', await rulesText()),
    page('secrets', 'Credentials', secretsText()),
    { name: 'report.schema.json', text: `${JSON.stringify(reportSchema, undefined, 2)}\n` },
    ...(await commandsPage()),
  ];
}

function page(name: string, title: string, body: string): Page {
  const notice = '<!-- Written by `npm run generate` from the registries. Edit those. -->';
  return { name: `${name}.md`, text: `# ${title}\n\n${notice}\n\n${body.trim()}\n` };
}

type Row = readonly (string | number | undefined)[];

function table(head: readonly string[], rows: readonly Row[]): string {
  const line = (cells: Row): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function cell(value: string | number | undefined): string {
  return value === undefined || value === ''
    ? '–'
    : String(value).replaceAll('|', '\\|').replaceAll('\n', ' ');
}

const code = (text: string): string => `\`${text}\``;
const codes = (texts: readonly string[] | undefined): string => (texts ?? []).map(code).join(', ');

async function errorsText(): Promise<string> {
  const rooms = await errorCatalogues();
  const parts = rooms.map(
    ({ room, codes: rows }) =>
      `## ${room}\n\n${table(
        ['code', 'meaning'],
        Object.entries(rows).map(([name, { en }]) => [code(name), en]),
      )}`,
  );
  return [
    'Every failure carries a code. A message says the action that failed, the value, the state found and the state wanted. Limits have the codes `LIMIT_…` of [limits](limits.md).',
    ...parts,
  ].join('\n\n');
}

function limitsText(): string {
  return [
    'Whatever a stranger wrote is bounded. Reaching a limit makes a report `partial`, with the code below.',
    table(
      ['code', 'limit', 'why this number'],
      Object.entries(limits).map(([name, { value, unit, why }]) => [
        code(`LIMIT_${name.toUpperCase()}`),
        `${value.toLocaleString('en-US')} ${unit}`,
        why,
      ]),
    ),
  ].join('\n\n');
}

function ecosystemsText(): string {
  return [
    table(
      ['type', 'what', 'purl', 'versions', 'advisories'],
      ecosystems.map((row) => [
        code(row.type),
        row.title,
        code(`pkg:${row.purlType}/`),
        code(row.scheme),
        row.osv === undefined ? 'by distribution' : code(row.osv),
      ]),
    ),
    '## Distributions',
    'Where a feed also lists what is not fixed, its silence about a package means "not affected".',
    table(
      ['distribution', 'id', 'packages', 'lists unfixed', 'end of life from'],
      distros.map((row) => [
        row.title,
        codes([row.id, ...(row.alsoKnownAs ?? [])]),
        code(row.packageType),
        row.comprehensive ? 'yes' : 'no',
        row.endOfLifeProduct === undefined ? undefined : code(row.endOfLifeProduct),
      ]),
    ),
  ].join('\n\n');
}

function versionsText(): string {
  const rows = schemes.map((row): Row => [code(row.scheme), codes(row.aliases), row.reference]);
  return [
    'A text that is no version of its scheme is never guessed at: the verdict is `unknown`.',
    table(['scheme', 'also called', 'follows'], rows),
  ].join('\n\n');
}

function analyzersText(): string {
  return table(
    ['id', 'files', 'gives', 'where'],
    analyzers.map((row) => [code(row.id), codes(row.files), code(row.type), row.finds]),
  );
}

function feedsText(): string {
  return table(
    ['id', 'feed', 'licence', 'answers for'],
    feeds.map((row) => [
      code(row.id),
      `[${row.title}](${row.url})`,
      row.licence,
      row.ecosystems.length === 0 ? 'severity, exploitation or life cycle' : codes(row.ecosystems),
    ]),
  );
}

function sourcesText(): string {
  return [
    'A bare reference is looked for in this order; a prefix names the place.',
    table(
      ['id', 'prefix', 'what'],
      imageSources.map((row) => [code(row.id), code(row.prefix), row.title]),
    ),
  ].join('\n\n');
}

function formatsText(): string {
  return table(
    ['`--format`', 'what', 'media type', 'file'],
    outputFormats.map((row) => [
      code(row.id),
      row.title,
      code(row.mediaType),
      code(`.${row.extension.replace(/^\./, '')}`),
    ]),
  );
}

/** The part of a command's description that the page shows. */
interface CommandRow {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly arguments?: readonly { readonly name: string; readonly required: boolean }[];
  readonly options: readonly OptionRow[];
  readonly subcommands?: readonly CommandRow[];
  readonly examples?: readonly string[];
}

interface OptionRow {
  readonly name: string;
  readonly short?: string;
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly default?: string;
}

type Sentences = Readonly<Record<string, { readonly en: string } | undefined>>;

async function commandsPage(): Promise<Page[]> {
  if (!existsSync(join(root, 'src/cli/commands/index.ts'))) return [];
  const load = async (path: string): Promise<Readonly<Record<string, unknown>>> =>
    (await import(pathToFileURL(join(root, path)).href)) as Readonly<Record<string, unknown>>;
  const { commands } = (await load('src/cli/commands/index.ts')) as {
    readonly commands: readonly CommandRow[];
  };
  const { generalOptions } = (await load('src/cli/option-table.ts')) as {
    readonly generalOptions: readonly OptionRow[];
  };
  const { cliMessages } = (await load('src/model/messages/cli.ts')) as {
    readonly cliMessages: Sentences;
  };
  const text = [
    'Every option `--some-name` is also the key `some-name` of `plimsoll.yaml` and the variable `PLIMSOLL_SOME_NAME`; the command line wins over the environment, the environment over the file.',
    ...commands.flatMap((command) => commandText(command, [], cliMessages)),
    '## Options of every command',
    optionTable(generalOptions, cliMessages),
  ].join('\n\n');
  return [page('commands', 'Commands', text)];
}

function commandText(
  command: CommandRow,
  above: readonly string[],
  sentences: Sentences,
): readonly string[] {
  const path = [...above, command.name];
  const given = (command.arguments ?? []).map(({ name, required }) =>
    required ? name : `[${name}]`,
  );
  const also = command.aliases ?? [];
  return [
    `## ${code(['plimsoll', ...path, ...given].join(' '))}`,
    `${sentences[`command.${path.join('.')}`]?.en ?? ''}${also.length === 0 ? '' : ` (also ${codes(also)})`}`,
    ...(command.options.length === 0 ? [] : [optionTable(command.options, sentences)]),
    ...(command.examples ?? []).slice(0, 1).map(() => {
      return `\`\`\`sh\n${(command.examples ?? []).join('\n')}\n\`\`\``;
    }),
    ...(command.subcommands ?? []).flatMap((sub) => commandText(sub, path, sentences)),
  ];
}

function optionTable(options: readonly OptionRow[], sentences: Sentences): string {
  return table(
    ['option', 'what'],
    options.map((option) => [
      [
        ...(option.short === undefined ? [] : [code(`-${option.short}`)]),
        code(`--${option.name}${option.value === undefined ? '' : ` ${option.value}`}`),
      ].join(' '),
      [
        sentences[`option.${option.name}`]?.en ?? '',
        option.choices === undefined ? '' : `One of ${codes(option.choices)}.`,
        option.default === undefined ? '' : `Default ${code(option.default)}.`,
      ]
        .filter((part) => part !== '')
        .join(' '),
    ]),
  );
}

function secretsText(): string {
  return [
    'Credentials are found by the form that their issuer gave them, by the form of the file, and last by a telling name beside a value that looks random. Placeholders (`changeme`, `xxxx`, `${VAR}`) and the examples that vendors publish are none. A report never shows more than a quarter of one. Where two kinds match the same text the upper one counts.',
    table(
      ['kind', 'what', '', 'severity', 'form'],
      secretKinds.map(({ id, title, severity, reference }) => [
        code(id),
        title.en,
        title['zh-CN'],
        severity,
        `<${reference}>`,
      ]),
    ),
    '## Files known by name',
    table(
      ['what', '', 'names'],
      secretFiles.map(({ title, names = [], paths = [], endings = [] }) => [
        title.en,
        title['zh-CN'],
        codes([...names, ...paths, ...endings.map((ending) => `*${ending}`)]),
      ]),
    ),
  ].join('\n\n');
}

async function rulesText(): Promise<string> {
  const loaded = await Promise.all(families.map((row) => row.load()));
  const own = loaded.map(({ id, rules }) => `## ${id}\n\n${rules.map(ruleText).join('\n\n')}`);
  return [
    'Every rule with its reason, what to do, and the ids by which other tools know the same fault: any of them works in ignore files, in comments and on the command line. Each example is executed as a test.',
    ...own,
    '## Rows of the catalogue without a rule',
    'What other tools check and Plimsoll does not check yet, or will not.',
    table(
      ['id', 'why'],
      Object.entries(later).map(([id, reason]) => [code(id), reason]),
    ),
  ].join('\n\n');
}

function ruleText(rule: RuleFacts): string {
  const { id, covers = [], title, why, advice, severity, level = 'default', references } = rule;
  const known = Object.entries(rule.aliases).map(([tool, ids]) => `${tool} ${codes(ids)}`);
  const rows = [
    `Severity ${severity}, level ${level}.`,
    ...(covers.length === 0 ? [] : [`Also answers ${codes(covers)}.`]),
    ...(known.length === 0 ? [] : [`Known as: ${known.join('; ')}.`]),
    ...(rule.options === undefined ? [] : [`Options: ${optionWords(rule.options)}.`]),
    ...(references.length === 0 ? [] : [`See ${references.map(linked).join(', ')}.`]),
  ];
  return `### ${id}: ${title.en}\n\n${why.en} ${advice.en}\n\n${rows.map((row) => `- ${row}`).join('\n')}`;
}

function optionWords(options: NonNullable<RuleFacts['options']>): string {
  return Object.entries(options)
    .map(([name, value]) => `${code(name)} (${code(JSON.stringify(value))})`)
    .join(', ');
}

const linked = (reference: string): string =>
  reference.startsWith('https://') ? `<${reference}>` : reference;
