import type { CheckRule } from '../../contract.ts';
import type { NetworkView } from '../view.ts';
import { crossDomain } from './cross-domain.ts';
import { macvlan } from './macvlan.ts';
import { overlayEncryption } from './overlay-encryption.ts';
import { sensitiveOnPublic } from './sensitive-on-public.ts';

/** Every rule about a docker network; a new one is a new file and one line here. */
export const networkRules: readonly CheckRule<NetworkView>[] = [
  overlayEncryption,
  sensitiveOnPublic,
  crossDomain,
  macvlan,
];
