import type { CommandInput } from '../spec.ts';
export async function run(_input: CommandInput): Promise<number> {
  return 0;
}
