import { asBuild, asMapping } from './merge.ts';
import { portsOf } from './ports.ts';
import type { ComposePort } from './ports.ts';
import { mountsOf } from './mounts.ts';
import type { ComposeMount } from './mounts.ts';
import { isNull, itemsOf, member, textOf } from './part.ts';
import type { Mapping, Origin, Part } from './part.ts';

/** A service of a project after merging, its short forms spelled out. */
export interface ComposeService {
  readonly name: string;
  /** Where the service is written; of a service that several files speak of, the first. */
  readonly at: Origin;
  /** Everything the project says about it, as it stands. */
  readonly all: Mapping;
  readonly ports: readonly ComposePort[];
  readonly mounts: readonly ComposeMount[];
  readonly environment: readonly ComposeVariable[];
  /** Names in capitals, without `CAP_`. */
  readonly capAdd: readonly Named[];
  readonly capDrop: readonly Named[];
  readonly securityOptions: readonly SecurityOption[];
  /** Build settings; the short form is `context`. */
  readonly build: Mapping | undefined;
}

/** A variable of a service: the value when the file gives one. */
export interface ComposeVariable {
  readonly name: string;
  readonly value: string | undefined;
  /** Whether all or part of the value comes from outside. */
  readonly fromOutside: boolean;
  readonly part: Part;
}

export interface Named {
  readonly name: string;
  readonly part: Part;
}

/** `name:value` or `name=value`; `no-new-privileges` alone is `true`. */
export interface SecurityOption {
  readonly name: string;
  readonly value: string;
  readonly part: Part;
}

/** Services of a project, in the order of its files. */
export function servicesOf(root: Mapping): readonly ComposeService[] {
  const services = member(root, 'services');
  if (services?.kind !== 'mapping') return [];
  return [...services.members].flatMap(([name, part]) => {
    if (name.startsWith('x-')) return [];
    const all: Mapping =
      part.kind === 'mapping'
        ? part
        : { kind: 'mapping', members: new Map(), at: part.at, tag: undefined };
    return [serviceOf(name, all)];
  });
}

function serviceOf(name: string, all: Mapping): ComposeService {
  const { members } = all;
  const build = members.get('build');
  return {
    name,
    at: all.at,
    all,
    ports: itemsOf(members.get('ports')).flatMap(portsOf),
    mounts: mountsOf(all),
    environment: variablesOf(members.get('environment')),
    capAdd: capabilitiesOf(members.get('cap_add')),
    capDrop: capabilitiesOf(members.get('cap_drop')),
    securityOptions: itemsOf(members.get('security_opt')).flatMap(securityOptionOf),
    build: build === undefined || isNull(build) ? undefined : asBuild(build),
  };
}

/** Variables of a mapping or a list of `NAME=value`. */
export function variablesOf(part: Part | undefined): readonly ComposeVariable[] {
  if (part === undefined || isNull(part)) return [];
  return [...asMapping(part).members].map(([name, value]) => ({
    name,
    value: textOf(value),
    fromOutside: isNull(value) || (value.kind === 'scalar' && value.unresolved.length > 0),
    part: value,
  }));
}

function capabilitiesOf(part: Part | undefined): readonly Named[] {
  return itemsOf(part).flatMap((item) => {
    const text = textOf(item);
    return text === undefined
      ? []
      : [{ name: text.toUpperCase().replace(/^CAP_/, ''), part: item }];
  });
}

function securityOptionOf(part: Part): readonly SecurityOption[] {
  const text = textOf(part);
  if (text === undefined) return [];
  const split = text.search(/[:=]/);
  const name = (split < 0 ? text : text.slice(0, split)).trim();
  const value = split < 0 ? 'true' : text.slice(split + 1).trim();
  return [{ name, value, part }];
}
