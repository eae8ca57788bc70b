import type { KubernetesRule } from '../rule.ts';
import { pssBaseline } from './pss-baseline.ts';
import { pssRestricted } from './pss-restricted.ts';

/** Every rule about objects of manifests; a new one is a new file and one entry here. */
export const rules: readonly KubernetesRule[] = [pssBaseline, pssRestricted];
