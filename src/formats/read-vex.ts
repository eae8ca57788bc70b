import { csafVex } from './csaf-vex.ts';
import { cyclonedxVex } from './cyclonedx-vex.ts';
import { parseJsonBytes } from './json-members.ts';
import { listOf, objectOf, textOf } from './json-values.ts';
import type { JsonObject } from './json-values.ts';
import { openvex } from './openvex.ts';
import { vexInvalid } from './vex-document.ts';
import type { VexDocument, VexFormat } from './vex-document.ts';

/** Every form of VEX; a new one is a new file and one line here. */
export const vexFormats: readonly VexFormat[] = [openvex, cyclonedxVex, csafVex];

/** A DSSE envelope in an envelope would be nobody's; more are not followed. */
const envelopes = 2;

/**
 * Reads a VEX document of any form, told by its content. Attestations (in-toto statements, DSSE
 * envelopes) are opened without checking who signed them.
 * @throws {FormatError} VEX_INVALID when it is none, or when one statement of it cannot be understood.
 * @throws {LimitError} `json_depth`.
 */
export function readVex(bytes: Uint8Array, what: string): VexDocument {
  return readObject(parsed(bytes, what), what, envelopes);
}

function parsed(bytes: Uint8Array, what: string): JsonObject {
  try {
    return objectOf(parseJsonBytes(bytes, what));
  } catch (cause) {
    throw vexInvalid(what, 'it is no JSON', cause);
  }
}

function readObject(document: JsonObject, what: string, left: number): VexDocument {
  const inner = left === 0 ? undefined : unwrapped(document, what);
  if (inner !== undefined) return readObject(inner, what, left - 1);
  const format = vexFormats.find(({ recognises }) => recognises(document));
  if (format !== undefined) return format.read(document, what);
  const wanted = vexFormats.map(({ id }) => id).join(', ');
  throw vexInvalid(what, `found none of the forms that are read, wanted ${wanted}`);
}

/** The statement of a DSSE envelope, or the predicate of an in-toto statement. */
function unwrapped(document: JsonObject, what: string): JsonObject | undefined {
  const payload = textOf(document['payload']);
  if (payload !== undefined && textOf(document['payloadType']) !== undefined)
    return parsed(Buffer.from(payload, 'base64'), what);
  if (document['predicateType'] === undefined) return undefined;
  return aboutSubjects(objectOf(document['predicate']), listOf(document['subject']));
}

/** In an attestation the statements may leave out their product: it is what was attested. */
function aboutSubjects(predicate: JsonObject, subjects: readonly unknown[]): JsonObject {
  const products = subjects.map((subject) => ({
    hashes: objectOf(objectOf(subject)['digest']),
  }));
  if (!Array.isArray(predicate['statements'])) return predicate;
  const statements = listOf(predicate['statements']).map((item) => {
    const statement = objectOf(item);
    return Array.isArray(statement['products']) ? statement : { ...statement, products };
  });
  return { ...predicate, statements };
}
