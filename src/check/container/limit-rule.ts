import { numberOf } from '../../formats/json-values.ts';
import type { ContainerView } from './view.ts';

/** A number of `HostConfig`; 0, Docker's word for "no limit", where there is none. */
export function numberAt(view: ContainerView, name: string): number {
  return numberOf(view.host[name]) ?? 0;
}
