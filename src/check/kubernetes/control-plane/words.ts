export type { Aliases } from '../../contract.ts';
export type { Severity, Text } from '../../../model/index.ts';
