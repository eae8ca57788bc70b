import { printable } from '../../model/index.ts';
import type { Message } from '../../model/index.ts';
import { scanMessages } from '../../model/messages/scan.ts';
import { format } from '../../model/messages/table.ts';

/** A sentence of the scanning room. The text keeps no control characters: names come from strangers. */
export function sentence(id: string, params: Readonly<Record<string, string | number>>): Message {
  const template = scanMessages[id];
  if (template === undefined) throw new RangeError(`Cannot say "${id}": no such message`);
  return { id, params, text: printable(format(template.en, params)) };
}
