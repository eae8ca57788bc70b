import type { CheckFamily } from '../contract.ts';
import { openAppArmor } from './apparmor.ts';
import type { AppArmorView } from './apparmor.ts';
import { appArmorRules } from './rules/index.ts';

/** AppArmor profiles: one view for each profile of a file. */
export const apparmor: CheckFamily<AppArmorView> = {
  id: 'apparmor',
  examplePath: 'shop.apparmor',
  rules: appArmorRules,
  open: openAppArmor,
};
