import { listOf, numberOf, objectOf, textOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import type { Answer } from '../contract.ts';
import { valueOf, whyUnread } from '../fact.ts';
import type { DaemonView } from './view.ts';

/** The part of `/info` about the swarm this daemon belongs to. */
export interface Swarm {
  readonly manager: boolean;
  readonly managers: number;
  readonly nodes: number;
  readonly nodeAddress: string;
  /** `Cluster.Spec`, which only managers know. */
  readonly spec: JsonObject;
  readonly remoteManagers: number;
}

/**
 * The swarm of a daemon, when there is one. Answers `not-applicable` or `could-not-read` itself and
 * gives undefined otherwise; with `manager` also where the node is no manager.
 */
export function swarmOf(view: DaemonView, answer: Answer, manager: boolean): Swarm | undefined {
  if (view.info?.state === 'unread') {
    answer.couldNotRead(`docker info: ${whyUnread(view.info.code)}`);
    return undefined;
  }
  const swarm = objectOf(objectOf(valueOf(view.info))['Swarm']);
  if (textOf(swarm['LocalNodeState']) !== 'active') {
    answer.notApplicable('the daemon is in no swarm');
    return undefined;
  }
  const found: Swarm = {
    manager: swarm['ControlAvailable'] === true,
    managers: numberOf(swarm['Managers']) ?? 0,
    nodes: numberOf(swarm['Nodes']) ?? 0,
    nodeAddress: textOf(swarm['NodeAddr']) ?? '',
    spec: objectOf(objectOf(swarm['Cluster'])['Spec']),
    remoteManagers: listOf(swarm['RemoteManagers']).length,
  };
  if (found.manager || !manager) return found;
  answer.notApplicable('the node is no manager');
  return undefined;
}
