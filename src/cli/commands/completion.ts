import { UsageError } from '../errors.ts';
import { sentence } from '../help.ts';
import { generalOptions } from '../option-table.ts';
import type { CommandInput, CommandSpec, OptionSpec } from '../spec.ts';

/** Prints the completion script of a shell, or the manual page in roff. */
export async function run(input: CommandInput): Promise<number> {
  const shell = input.arguments[0] ?? '';
  const script = scripts.get(shell);
  if (script === undefined) {
    throw new UsageError('USAGE_ARGUMENT', {
      en: `Cannot print a completion for "${shell}": wanted one of ${[...scripts.keys()].join(', ')}`,
      'zh-CN': `没有“${shell}”的补全脚本：应为 ${[...scripts.keys()].join('、')} 之一`,
    });
  }
  input.stdout.write(script(input));
  return 0;
}

const scripts: ReadonlyMap<string, (input: CommandInput) => string> = new Map<
  string,
  (input: CommandInput) => string
>([
  ['bash', bash],
  ['zsh', zsh],
  ['fish', fish],
  ['man', manual],
]);

interface Flat {
  readonly path: readonly string[];
  readonly spec: CommandSpec;
}

/** Every command with its path; groups (`db`) come before their commands. */
function flatten(specs: readonly CommandSpec[], above: readonly string[] = []): Flat[] {
  return specs.flatMap((spec) => {
    const path = [...above, spec.name];
    return [{ path, spec }, ...flatten(spec.subcommands ?? [], path)];
  });
}

function optionsOf(spec: CommandSpec): readonly OptionSpec[] {
  return [...spec.options, ...generalOptions];
}

function words(specs: readonly OptionSpec[]): string {
  return specs.map((option) => `--${option.name}`).join(' ');
}

function bash({ commands }: CommandInput): string {
  const cases = flatten(commands).map(({ path, spec }) => {
    const names = (spec.subcommands ?? []).map((sub) => sub.name);
    const choices = [...names, words(optionsOf(spec))].join(' ');
    return `    ${path.join('_')}) words="${choices}" ;;`;
  });
  const valued = flatten(commands)
    .flatMap(({ spec }) => optionsOf(spec))
    .filter((option) => option.choices !== undefined);
  const values = [...new Map(valued.map((option) => [option.name, option])).values()].map(
    (option) =>
      `    --${option.name}) COMPREPLY=($(compgen -W "${(option.choices ?? []).join(' ')}" -- "$current")); return ;;`,
  );
  const groups = commands.filter((spec) => spec.subcommands !== undefined).map((spec) => spec.name);
  return `# bash completion for plimsoll
_plimsoll() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" path="" words=""
  local word
  case "$previous" in
${values.join('\n')}
    --input|--output|--config|--db|--ignorefile|--cache-dir) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path:$word" in
      *:-*) ;;
      :*) path="$word" ;;
${groups.map((name) => `      ${name}:*) path="${name}_$word" ;;`).join('\n')}
    esac
  done
  case "$path" in
    "") words="${commands.map((spec) => spec.name).join(' ')} ${words(generalOptions)} --help --version" ;;
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [ "\${current#-}" = "$current" ]; then COMPREPLY+=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _plimsoll plimsoll
`;
}

function zsh({ commands, lang }: CommandInput): string {
  const quote = (text: string): string =>
    text.replaceAll("'", "'\\''").replaceAll(/[[\]:]/g, String.raw`\$&`);
  const option = (spec: OptionSpec): string => {
    const choices = spec.choices === undefined ? '_files' : `(${spec.choices.join(' ')})`;
    const value = spec.value === undefined ? '' : `:${quote(spec.value)}:${choices}`;
    return `'${spec.repeatable === true ? '*' : ''}--${spec.name}[${quote(sentence(`option.${spec.name}`, lang))}]${value}'`;
  };
  const bodies = flatten(commands)
    .filter(({ spec }) => spec.load !== undefined)
    .map(
      ({ path, spec }) =>
        `    ${path.join(' ')}) _arguments ${optionsOf(spec).map(option).join(' ')} '*:file:_files' ;;`,
    );
  const rows = commands.map(
    (spec) => `'${spec.name}:${quote(sentence(`command.${spec.name}`, lang))}'`,
  );
  const groups = commands.filter((spec) => spec.subcommands !== undefined).map((spec) => spec.name);
  return `#compdef plimsoll
_plimsoll() {
  local -a commands
  commands=(${rows.join(' ')})
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local path="$words[2]"
  case "$path" in
    ${groups.join('|')}) if (( CURRENT == 3 )); then compadd ${flatten(commands)
      .filter(({ path }) => path.length === 2)
      .map(({ spec }) => spec.name)
      .join(' ')}; return; fi; path="$path $words[3]" ;;
  esac
  case "$path" in
${bodies.join('\n')}
  esac
}
_plimsoll "$@"
`;
}

function fish({ commands, lang }: CommandInput): string {
  const quote = (text: string): string =>
    `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
  const rows = flatten(commands).flatMap(({ path, spec }) => {
    const [first, second] = path;
    const parent =
      second === undefined ? '__fish_use_subcommand' : `__fish_seen_subcommand_from ${first}`;
    const text = quote(sentence(`command.${path.join('.')}`, lang));
    const here = `__fish_seen_subcommand_from ${path.at(-1) ?? ''}`;
    return [
      `complete -c plimsoll -n '${parent}' -a ${spec.name} -d ${text}`,
      ...optionsOf(spec).map((option) => {
        const value =
          option.value === undefined
            ? ''
            : option.choices === undefined
              ? ' -r'
              : ` -x -a '${option.choices.join(' ')}'`;
        const short = option.short === undefined ? '' : ` -s ${option.short}`;
        return `complete -c plimsoll -n '${here}' -l ${option.name}${short}${value} -d ${quote(sentence(`option.${option.name}`, lang))}`;
      }),
    ];
  });
  return `# fish completion for plimsoll\n${rows.join('\n')}\n`;
}

function manual({ commands, lang, version }: CommandInput): string {
  const escape = (text: string): string =>
    text
      .replaceAll('\\', String.raw`\e`)
      .replaceAll('-', String.raw`\-`)
      .replaceAll(/^([.'])/gm, String.raw`\&$1`);
  const option = (spec: OptionSpec): string => {
    const short = spec.short === undefined ? '' : `\\-${spec.short}, `;
    const value = spec.value === undefined ? '' : ` \\fI${escape(spec.value)}\\fR`;
    return `.TP\n\\fB${short}\\-\\-${escape(spec.name)}\\fR${value}\n${escape(sentence(`option.${spec.name}`, lang))}`;
  };
  const sections = flatten(commands)
    .filter(({ spec }) => spec.load !== undefined)
    .map(({ path, spec }) => {
      const wanted = (spec.arguments ?? []).map((argument) =>
        argument.required ? argument.name : `[${argument.name}]`,
      );
      return `.SS plimsoll ${[...path, ...wanted].join(' ')}\n${escape(sentence(`command.${path.join('.')}`, lang))}\n${spec.options.map(option).join('\n')}`;
    });
  return `.TH PLIMSOLL 1 "" "plimsoll ${version}"
.SH NAME
plimsoll \\- ${escape(sentence('about', lang))}
.SH SYNOPSIS
.B plimsoll
\\fICOMMAND\\fR [\\fIOPTIONS\\fR]
.SH COMMANDS
${sections.join('\n')}
.SH GENERAL OPTIONS
${generalOptions.map(option).join('\n')}
.SH EXIT STATUS
0 nothing over the gate; 1 findings over the gate; 2 wrong usage; 3 the work failed or is partial; 4 the database is missing or too old and \\-\\-fail\\-on\\-unknown was given; 130 interrupted.
.SH ENVIRONMENT
Every option has a variable PLIMSOLL_\\fIOPTION\\fR and a key in plimsoll.yaml. DOCKER_HOST, DOCKER_CONFIG, HTTP_PROXY, HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE, NO_COLOR and SOURCE_DATE_EPOCH are honoured.
`;
}
