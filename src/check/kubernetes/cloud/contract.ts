import type { JsonObject } from '../../../formats/json-values.ts';
import type { Path } from '../view.ts';

/** What a description says of one setting, and where: the deepest part of its path that is written. */
export interface Setting<T> {
  readonly value: T;
  readonly path: Path;
}

/**
 * A cluster that a cloud runs, by the cloud's own description of it. A member that is absent is a
 * question that this cloud's description does not answer.
 */
export interface ManagedCluster {
  /** Name of the service: `EKS`. */
  readonly service: string;
  /** Whether the API server has an address outside the cluster's network. */
  readonly publicEndpoint?: Setting<boolean>;
  /** Address ranges that may use that address. */
  readonly publicRanges?: Setting<readonly string[] | 'anybody'>;
  /** Whether nodes reach the API server inside the cluster's network. */
  readonly privateEndpoint?: Setting<boolean>;
  /** Whether nodes have no public addresses. */
  readonly privateNodes?: Setting<boolean>;
  /** Whether Kubernetes' own RBAC decides. */
  readonly rbac?: Setting<boolean>;
  /** Whether roles of the cloud's directory decide who may do what in the cluster. */
  readonly directoryRoles?: Setting<boolean>;
  /** Whether the audit log of the API server is kept. */
  readonly auditLog?: Setting<boolean>;
  /** Whether Secrets are encrypted in etcd with a key of their own. */
  readonly encryptedSecrets?: Setting<boolean>;
  /** Whether something enforces network policies. */
  readonly networkPolicies?: Setting<boolean>;
}

/** A setting that is on or off. */
export type ManagedSetting = Exclude<keyof ManagedCluster, 'service' | 'publicRanges'>;

/** How the descriptions of one cloud are read; a new cloud is one file and one line in index.ts. */
export interface CloudReader {
  /** Group of the objects in which kubescape keeps such descriptions. */
  readonly group: string;
  /** Whether an object is what the cloud's own command line prints; the name of the cluster, then. */
  readonly printed: (object: JsonObject) => string | undefined;
  /** Commands that switch settings on; words in capitals are the user's to fill in. */
  readonly commands: Readonly<Partial<Record<ManagedSetting, string>>>;
  /** `start` leads to the description in the object. */
  readonly read: (object: JsonObject, start: Path) => ManagedCluster;
}
