import { FormatError } from '../../formats/errors.ts';
import { parseJsonBytes } from '../../formats/json-members.ts';
import { objectOf, textOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import { decodeText, lines } from '../../formats/text.ts';
import { parseXml } from '../../formats/xml.ts';
import type { XmlElement } from '../../formats/xml.ts';
import { readYaml } from '../../formats/yaml.ts';
import { LimitError, limits } from '../../model/index.ts';
import { cyclonedxJson, cyclonedxXml } from './cyclonedx.ts';
import type { SbomDocument, SbomFormat } from './document.ts';
import { spdxJson, spdxRdf, spdxTagValue } from './spdx.ts';
import { syftJson } from './syft.ts';

/** Formats whose text is JSON (or YAML, for SPDX); a new one is a new file and one line here. */
const jsonFormats: readonly SbomFormat<JsonObject>[] = [cyclonedxJson, spdxJson, syftJson];
const xmlFormats: readonly SbomFormat<XmlElement>[] = [cyclonedxXml, spdxRdf];

/** A DSSE envelope in an envelope would be nobody's; more are not followed. */
const envelopes = 2;

/**
 * Reads a bill of materials of any known form, told by its content, not by its name. Attestations
 * (in-toto statements, DSSE envelopes) are opened without checking who signed them.
 * @throws {FormatError} SBOM_UNKNOWN when it is none; JSON_INVALID and the like when it is damaged.
 * @throws {LimitError} `text_bytes`, `json_depth`.
 */
export function readSbom(bytes: Uint8Array, what: string): SbomDocument {
  if (bytes.length > limits.text_bytes.value)
    throw new LimitError('text_bytes', what, bytes.length);
  const text = decodeText(bytes, what).replace(/^\ufeff/, '');
  const first = text.trimStart().charAt(0);
  if (first === '{') return readObject(objectOf(parseJsonBytes(bytes, what)), what, envelopes);
  if (first === '<') return readWith(xmlFormats, parseXml(text, what), what);
  if (spdxTagValue.recognises(text)) return spdxTagValue.read(text);
  if (/^\s*pkg:/.test(text)) return purlList(text);
  if (/^[^\S\r\n\u2028\u2029]*["']?[\w$-]+["']?:/m.test(text.slice(0, 4096)))
    return readWith(jsonFormats, objectOf(readYaml(text, what, { texts: true }).value), what);
  throw unknown(what);
}

function readObject(document: JsonObject, what: string, left: number): SbomDocument {
  const inner = left === 0 ? undefined : unwrapped(document, what);
  if (inner !== undefined) return readObject(inner, what, left - 1);
  return readWith(jsonFormats, document, what);
}

/** The statement of a DSSE envelope, or the predicate of an in-toto statement. */
function unwrapped(document: JsonObject, what: string): JsonObject | undefined {
  const payload = textOf(document['payload']);
  if (payload !== undefined && textOf(document['payloadType']) !== undefined)
    return objectOf(parseJsonBytes(Buffer.from(payload, 'base64'), what));
  if (document['predicateType'] === undefined) return undefined;
  const predicate = objectOf(document['predicate']);
  // cosign once wrapped the document in a member of its own.
  const data = predicate['Data'];
  return typeof data === 'object' && data !== null ? objectOf(data) : predicate;
}

function readWith<Parsed>(
  formats: readonly SbomFormat<Parsed>[],
  parsed: Parsed,
  what: string,
): SbomDocument {
  const format = formats.find(({ recognises }) => recognises(parsed));
  if (format === undefined) throw unknown(what);
  return format.read(parsed);
}

/** One package URL a line; the name of each is in it. */
function purlList(text: string): SbomDocument {
  const components = [...lines(text)].flatMap(({ number, text: line }) => {
    const purl = line.trim();
    return purl === '' || purl.startsWith('#')
      ? []
      : [{ ref: purl, name: '', version: '', purl, line: number }];
  });
  return { components, needs: new Map() };
}

function unknown(what: string): FormatError {
  return new FormatError(
    'SBOM_UNKNOWN',
    `Cannot read ${what}: found no bill of materials, wanted CycloneDX, SPDX 2, Syft JSON or package URLs`,
  );
}
