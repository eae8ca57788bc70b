import type { ContextRule } from '../view.ts';
import { ignoreMissing } from './ignore-missing.ts';
import { needlessFiles } from './needless-files.ts';
import { notExcluded } from './not-excluded.ts';
import { patternDead } from './pattern-dead.ts';
import { patternRegexp } from './pattern-regexp.ts';
import { secretInContext } from './secret-in-context.ts';

/** Every rule about build contexts. */
export const rules: readonly ContextRule[] = [
  ignoreMissing,
  secretInContext,
  notExcluded,
  patternDead,
  patternRegexp,
  needlessFiles,
];
