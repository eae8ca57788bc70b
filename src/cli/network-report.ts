import { printable } from '../model/index.ts';
import { format } from '../model/messages/table.ts';
import { displayWidth, padded, wrapped } from '../report/width.ts';
import type {
  ChangedRow,
  ExplainedRows,
  NetworkRows,
  ReasonRow,
  RulingRow,
  SayRow,
} from '../tasks/check-network.ts';
import { sentence } from './help.ts';
import type { Language } from './spec.ts';
import { largest } from '../model/append.ts';

/** Cells of a line. */
const width = 80;

/** Who can talk to whom, one network after the other. */
export function networkLines(networks: readonly NetworkRows[], lang: Language): string[] {
  return networks.flatMap((network, index) => [
    ...(index === 0 ? [] : ['']),
    ...titleLines(network, lang),
    ...sourceLines(network, lang),
    ...openLines(network, lang),
    ...unprotectedLines(network, lang),
  ]);
}

function titleLines({ kind, name, workloads }: NetworkRows, lang: Language): string[] {
  const params = { name: printable(name), count: workloads.length };
  return [format(sentence(`network.${kind}`, lang), params)];
}

/** Connections by where they come from; those from outside first. */
function sourceLines({ connections }: NetworkRows, lang: Language): string[] {
  const sources = new Map<string, string[][]>();
  for (const { from, to, ports } of connections) {
    const rows = sources.get(from) ?? [];
    rows.push([`  → ${endName(to, lang)}`, portsName(ports, lang)]);
    sources.set(from, rows);
  }
  if (sources.size === 0) return ['', sentence('network.silent', lang)];
  return [...sources].flatMap(([from, rows]) => ['', endName(from, lang), ...columns(rows)]);
}

function openLines({ open }: NetworkRows, lang: Language): string[] {
  // Addresses outside stand in the list of connections already.
  const rows = open
    .filter(({ to }) => to !== 'outside')
    .map(({ workload, direction, to, who, ports }) => {
      const name = to === 'cluster' ? sentence('network.anywhere', lang) : printable(who);
      const arrow = direction === 'ingress' ? '←' : '→';
      return [`  ${endName(workload, lang)} ${arrow} ${name}`, portsName(ports, lang)];
    });
  return rows.length === 0 ? [] : ['', sentence('network.open', lang), ...columns(rows)];
}

function unprotectedLines({ unprotected }: NetworkRows, lang: Language): string[] {
  if (unprotected.length === 0) return [];
  const rows = unprotected.map(({ workload, directions }) => [
    `  ${endName(workload, lang)}`,
    directions.map((direction) => sentence(`network.${direction}`, lang)).join(', '),
  ]);
  return ['', sentence('network.unprotected', lang), ...columns(rows)];
}

/** What a change of manifests opens and closes. */
export function changeLines(changes: readonly ChangedRow[], lang: Language): string[] {
  if (changes.length === 0) return [sentence('network.same', lang)];
  return changes.flatMap(({ network, from, to, before, after }) => {
    const sign = before === undefined ? '+' : after === undefined ? '-' : '~';
    const place = network === '' ? '' : ` (${printable(network)})`;
    const old = before === undefined ? '' : portsName(before, lang);
    const now = after === undefined ? '' : portsName(after, lang);
    const ports = old !== '' && now !== '' ? `${old} ⇒ ${now}` : `${old}${now}`;
    return columns([[`${sign} ${endName(from, lang)} → ${endName(to, lang)}${place}`, ports]]);
  });
}

/** Why connections are possible or not. */
export function explanationLines({ from, to, rulings }: ExplainedRows, lang: Language): string[] {
  const title = `${endName(from, lang)} → ${endName(to, lang)}`;
  if (rulings.length === 0) return [title, '', sentence('network.apart', lang)];
  return [title, ...rulings.flatMap((ruling) => ['', ...rulingLines(ruling, lang)])];
}

function rulingLines({ allowed, ports, egress, ingress }: RulingRow, lang: Language): string[] {
  const verdict = sentence(allowed ? 'network.allowed' : 'network.denied', lang);
  return [
    ...hanging(`${verdict} `, portsName(ports, lang)),
    ...sayLines('network.leaving', egress, lang),
    ...sayLines('network.arriving', ingress, lang),
  ];
}

function sayLines(id: string, { allowed, byDefault, reasons }: SayRow, lang: Language): string[] {
  const verdict = sentence(allowed ? 'network.says-yes' : 'network.says-no', lang);
  const how = byDefault ? ` ${sentence('network.by-default', lang)}` : '';
  return [
    `  ${sentence(id, lang)} ${verdict}${how}`,
    ...reasons.flatMap((reason) => reasonLines(reason, lang)),
  ];
}

function reasonLines({ kind, name, rule, effect, place }: ReasonRow, lang: Language): string[] {
  // An Ingress leads to ports, a policy has rules about them.
  const id = effect === 'ports' && rule === undefined ? 'elsewhere' : effect;
  const text = format(sentence(`network.effect-${id}`, lang), { rule: printable(rule ?? '') });
  return [
    ...hanging('    ', `${kind} ${printable(name)} ${text}`),
    ...(place === '' ? [] : [`      ${printable(place)}`]),
  ];
}

function endName(name: string, lang: Language): string {
  if (name === '0.0.0.0-255.255.255.255') return sentence('network.world', lang);
  return name === '{ingress}' || name === 'ingress'
    ? sentence('network.entry', lang)
    : printable(name);
}

function portsName(ports: string, lang: Language): string {
  if (ports === 'all') return sentence('network.all-ports', lang);
  // Breaks behind commas read better than in the middle of a number.
  return ports === '' ? sentence('network.no-ports', lang) : printable(ports).replaceAll(',', ', ');
}

/** Two columns; where they do not fit beside one another, the second goes below. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const left = Math.min(54, largest(rows.map(([first = '']) => displayWidth(first))));
  return rows.flatMap(([first = '', second = '']) => {
    const lines = wrapped(second, width - left - 2);
    const [top = '', ...rest] = lines;
    const indent = ' '.repeat(left + 2);
    const head =
      displayWidth(first) <= left
        ? [`${padded(first, left)}  ${top}`.trimEnd()]
        : [...wrappedName(first), `${indent}${top}`.trimEnd()];
    return [...head, ...rest.map((line) => `${indent}${line}`)];
  });
}

function wrappedName(text: string): readonly string[] {
  const margin = /^ */.exec(text)?.[0] ?? '';
  return wrapped(text.trimStart(), width - margin.length - 2).map((line, index) =>
    index === 0 ? `${margin}${line}` : `${margin}  ${line}`,
  );
}

/** A text whose later lines stand below its beginning. */
function hanging(start: string, text: string): string[] {
  const margin = displayWidth(start);
  const lines = wrapped(text, width - margin);
  return lines.map((line, index) =>
    index === 0 ? `${start}${line}` : `${' '.repeat(margin)}${line}`,
  );
}
