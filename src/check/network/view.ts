import { listOf, objectOf, textOf, textsOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import { printable } from '../../model/index.ts';
import type { View } from '../contract.ts';

/** A network of a daemon with the containers on it. */
export interface NetworkView extends View {
  readonly id: string;
  readonly driver: string;
  readonly scope: string;
  /** True when nothing outside the host is reachable from it. */
  readonly internal: boolean;
  readonly options: JsonObject;
  readonly members: readonly NetworkMember[];
}

/** A container on a network. */
export interface NetworkMember {
  readonly name: string;
  readonly image: string;
  readonly labels: JsonObject;
  /** Ports it listens on, as its image declares them: `5432/tcp`. */
  readonly exposed: readonly string[];
  /** Addresses and ports of the host that lead to it: `0.0.0.0:8080`. */
  readonly published: readonly string[];
}

/**
 * Reads a network from JSON that a stranger may have written: one object of `docker network inspect`,
 * or `{ network, members }` with what is known of its containers. Undefined when it is neither.
 */
export function networkView(json: unknown): NetworkView | undefined {
  const outer = objectOf(json);
  const joined = outer['network'] !== undefined;
  const network = joined ? objectOf(outer['network']) : outer;
  const driver = textOf(network['Driver']);
  const name = textOf(network['Name']);
  if (driver === undefined || name === undefined) return undefined;
  const members = joined
    ? listOf(outer['members']).map(memberOf)
    : Object.values(objectOf(network['Containers'])).map(memberOf);
  return {
    subject: printable(name),
    id: textOf(network['Id']) ?? '',
    driver,
    scope: textOf(network['Scope']) ?? 'local',
    internal: network['Internal'] === true,
    options: objectOf(network['Options']),
    members,
  };
}

function memberOf(json: unknown): NetworkMember {
  const row = objectOf(json);
  return {
    name: printable(textOf(row['name']) ?? textOf(row['Name']) ?? ''),
    image: printable(textOf(row['image']) ?? ''),
    labels: objectOf(row['labels']),
    exposed: textsOf(row['exposed']),
    published: textsOf(row['published']),
  };
}
