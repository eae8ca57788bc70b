import type { OptionValue } from '../../src/check/contract.ts';

/** Inputs of kubescape by name: the option of ours that says the same. */
const names: Readonly<Record<string, string>> = {
  imageRepositoryAllowList: 'registries',
  untrustedRegistries: 'denied',
  hardenedSandboxRuntimeClasses: 'runtimeClasses',
  floatingImageTags: 'floatingTags',
  sensitiveValues: 'values',
  imageDigestExemptRepositories: 'exemptRepositories',
  cpu_limit_max: 'cpuLimitMax',
  cpu_limit_min: 'cpuLimitMin',
  cpu_request_max: 'cpuRequestMax',
  cpu_request_min: 'cpuRequestMin',
  memory_limit_max: 'memoryLimitMax',
  memory_limit_min: 'memoryLimitMin',
  memory_request_max: 'memoryRequestMax',
  memory_request_min: 'memoryRequestMin',
  sandbox_cpu_limit_max: 'sandboxCpuMax',
  sandbox_memory_limit_max: 'sandboxMemoryMax',
};

/** What a control asks for that ours ask for by an option only: other tools mean something else by the row. */
const meanings: ReadonlyMap<string, Readonly<Record<string, OptionValue>>> = new Map([
  ['set-seLinuxOptions', { required: ['seLinuxOptions'] }],
  ['set-fsgroup-value', { required: ['fsGroup'] }],
]);

/** The options of our rules that say what a control and a row's `postureControlInputs` say. */
export function kubescapeOptions(
  id: string,
  data: string | null,
): Readonly<Record<string, OptionValue>> {
  const inputs =
    data === null
      ? {}
      : ((JSON.parse(data) as { postureControlInputs?: Record<string, string[]> })
          .postureControlInputs ?? {});
  const own = Object.fromEntries(
    Object.entries(inputs).flatMap(([input, values]) => {
      const name = names[input];
      if (name === undefined) return [];
      return [[name, /(?:Max|Min)$/.test(name) ? (values[0] ?? '') : values] as const];
    }),
  );
  return { ...own, ...meanings.get(id) };
}
