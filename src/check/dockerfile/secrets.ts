import { lastAtOrBelow } from '../../formats/dockerfile/syntax.ts';
import type { Instruction, Span } from '../../formats/dockerfile/syntax.ts';
import { credentialOf, secretsIn, severityOf } from '../credentials.ts';
import type { Credential } from '../credentials.ts';
import type { Argument, Command } from './runs.ts';
import type { DockerfileView } from './view.ts';

/** A credential in a Dockerfile, with its place. */
export interface PlacedCredential extends Span, Credential {
  /** `RUN`, `LABEL`; undefined for one in a comment. */
  readonly keyword: string | undefined;
}

/** Options behind which programs take a password: `sshpass -p`, `curl -u user:password`. */
const options: ReadonlyMap<string, RegExp> = new Map([
  ['sshpass', /^-p$/],
  ['curl', /^(?:-u|--user|-U|--proxy-user)$/],
]);

/**
 * Credentials in the text outside of ARG and ENV: of a form that their issuer gives, or what a
 * command is handed under a telling name. Two ways to the same place are one.
 */
export function credentialsIn(view: DockerfileView): readonly PlacedCredential[] {
  const { file, path } = view;
  const { instructions, text } = file.syntax;
  const starts = instructions.map(({ start }) => start);
  const around = (at: number): Instruction | undefined => {
    const found = instructions[lastAtOrBelow(starts, at)];
    const held = found !== undefined && found.start <= at && at < found.end ? found : undefined;
    return held?.inner ?? held;
  };
  const found: PlacedCredential[] = [];
  for (const match of secretsIn(text, path)) {
    const [start, end] = match.range;
    const keyword = around(start)?.keyword;
    // Names count there too: the rule about ARG and ENV judges both at once.
    if (keyword === 'ARG' || keyword === 'ENV') continue;
    const { kind, redacted: shown } = match;
    found.push({ start, end, keyword, kind: kind.id, shown, severity: severityOf(match) });
  }
  for (const { instruction, commands } of view.runs()) {
    for (const one of commands.flatMap(handedOver)) {
      const twice = found.some(({ start, end }) => start < one.end && one.start < end);
      if (!twice) found.push({ ...one, keyword: instruction.keyword });
    }
  }
  return found;
}

type Handed = Credential & Span;

/** What a command gets as `NAME=value`, `--token=value` or behind an option that takes a password. */
function handedOver({ name, args, assignments }: Command): readonly Handed[] {
  const declared = name === 'export' || name === 'declare' || name === 'local' ? args : [];
  const named = [...assignments, ...declared].flatMap((word) => {
    const [, key = '', value = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word.text) ?? [];
    return judged(word, key, value);
  });
  const taking = options.get(name);
  const given = args.flatMap((word, at) => {
    const [, option = '', value] = /^--?([a-z][a-z-]*)(?:=(.*))?$/s.exec(word.text) ?? [];
    const next = args[at + 1];
    if (taking?.test(word.text) === true && next !== undefined) {
      const colon = next.text.indexOf(':');
      const hasPassword = name !== 'curl' || colon > 0;
      return hasPassword ? judged(next, 'password', next.text.slice(colon + 1)) : [];
    }
    if (option === '' || !word.text.startsWith('--')) return [];
    if (value !== undefined) return judged(word, option, value);
    return next === undefined || next.text.startsWith('-') ? [] : judged(next, option, next.text);
  });
  return [...named, ...given];
}

function judged(word: Argument, name: string, value: string): readonly Handed[] {
  // What is put in by the shell is not in the file.
  if (!word.literal || value === '') return [];
  const found = credentialOf(name, value);
  return found === undefined ? [] : [{ ...found, start: word.start, end: word.end }];
}
