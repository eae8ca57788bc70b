import type { OptionValue } from '../../src/check/contract.ts';

/** A constraint of gatekeeper: the parameters of a template. */
export interface Constraint {
  readonly parameters?: Readonly<Record<string, unknown>> | null;
}

type Options = Record<string, OptionValue>;

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map(String) : [];
const object = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** The options of our rules that say what a constraint's parameters say. */
export function gatekeeperOptions(template: string, constraint: Constraint | null): Options {
  const parameters = constraint?.parameters ?? {};
  const options: Options = {};
  if (Array.isArray(parameters['exemptImages']))
    options['exemptImages'] = texts(parameters['exemptImages']);
  Object.assign(options, templates[template]?.(parameters));
  return options;
}

/** A bound that gatekeeper leaves open is -1. */
function bound(value: unknown): string {
  return typeof value === 'string' && value !== '-1' ? value : '';
}

const templates: Readonly<
  Record<string, (parameters: Readonly<Record<string, unknown>>) => Options>
> = {
  k8spspfsgroup: ({ rule, ranges }) => ({
    fsGroupRule: String(rule),
    fsGroupRanges: (Array.isArray(ranges) ? ranges : []).map((range) => {
      const { min, max } = object(range);
      return `${String(min)}-${String(max)}`;
    }),
  }),
  k8sallowedrepos: ({ repos }) => ({ registries: texts(repos) }),
  k8sallowedreposv2: ({ allowedImages }) => ({ registries: texts(allowedImages) }),
  k8sdisallowedrepos: ({ repos }) => ({ denied: texts(repos) }),
  k8sdisallowedtags: ({ tags }) => ({ tags: texts(tags) }),
  k8scontainerlimits: ({ cpu, memory }) => ({
    cpuLimitRequired: cpu !== '-1',
    cpuLimitMax: bound(cpu),
    memoryLimitMax: bound(memory),
  }),
  k8srequiredresources: ({ limits, requests }) => ({
    cpuLimitRequired: texts(limits).includes('cpu'),
    memoryLimitRequired: texts(limits).includes('memory'),
    cpuRequestRequired: texts(requests).includes('cpu'),
    memoryRequestRequired: texts(requests).includes('memory'),
  }),
  k8scontainerrequests: ({ cpu, memory }) => ({
    cpuRequestMax: bound(cpu),
    memoryRequestMax: bound(memory),
  }),
  k8scontainerephemeralstoragelimit: (parameters) => ({
    ephemeralStorageLimitMax: bound(parameters['ephemeral-storage']),
  }),
  k8scontainerratios: ({ ratio, cpuRatio }) => ({
    ratio: Number(ratio ?? 0),
    cpuRatio: Number(cpuRatio ?? 0),
  }),
  k8spspvolumetypes: ({ volumes }) => ({ allowed: texts(volumes) }),
  k8spspflexvolumes: ({ allowedFlexVolumes }) => ({
    flexDrivers: (Array.isArray(allowedFlexVolumes) ? allowedFlexVolumes : []).map((one) =>
      String(object(one)['driver']),
    ),
  }),
  k8spsphostfilesystem: ({ allowedHostPaths }) => ({
    allowed: (Array.isArray(allowedHostPaths) ? allowedHostPaths : []).map((one) => {
      const { pathPrefix, readOnly } = object(one);
      return `${String(pathPrefix)}${readOnly === true ? ':ro' : ''}`;
    }),
  }),
  verifydeprecatedapi: ({ k8sVersion }) => ({ version: `v${Number(k8sVersion)}` }),
  k8srequiredlabels: ({ labels }) => ({
    labels: (Array.isArray(labels) ? labels : []).map((one) => {
      const { key, allowedRegex } = object(one);
      return `${String(key)}${typeof allowedRegex === 'string' ? `=${allowedRegex}` : ''}`;
    }),
  }),
  k8shorizontalpodautoscaler: ({ ranges, minimumReplicaSpread }) => ({
    hpaSpread: Number(minimumReplicaSpread ?? 0),
    hpaRanges: (Array.isArray(ranges) ? ranges : []).map((one) => {
      const { min_replicas: min, max_replicas: max } = object(one);
      return `${String(min)}-${String(max)}`;
    }),
  }),
  k8sstorageclass: ({ allowedStorageClasses }) => ({
    classes: texts(allowedStorageClasses),
    classesKnown: true,
  }),
  k8spspcapabilities: ({ allowedCapabilities }) => ({ allowed: texts(allowedCapabilities) }),
  k8spspseccomp: ({ allowedProfiles }) => ({ allowedProfiles: texts(allowedProfiles) }),
  k8spspseccompv2: ({ allowedProfiles }) => ({ allowedProfiles: texts(allowedProfiles) }),
  k8spspapparmor: ({ allowedProfiles }) => ({ allowedProfiles: texts(allowedProfiles) }),
  k8spspforbiddensysctls: ({ allowedSysctls, forbiddenSysctls }) => ({
    allowed: texts(allowedSysctls),
    forbidden: texts(forbiddenSysctls),
  }),
  k8spsphostnetworkingports: ({ hostNetwork, min, max }) => ({
    allowed: hostNetwork === true,
    min: Number(min ?? 0),
    max: Number(max ?? 0),
  }),
  k8sexternalips: ({ allowedIPs }) => ({ allowedIPs: texts(allowedIPs) }),
  k8shttpsonly: ({ tlsOptional }) => ({ tlsOptional: tlsOptional === true }),
  k8sdisallowanonymous: ({ allowedRoles, disallowAuthenticated }) => ({
    allowedRoles: texts(allowedRoles),
    allowAuthenticated: disallowAuthenticated !== true,
  }),
};
