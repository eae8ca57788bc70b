/** `PLIM`: tells our file from any other SQLite file. */
export const applicationId = 0x504c494d;

/** Number of the table layout and of the packed rows; a program reads only its own. */
export const schemaNumber = 2;

/** Stands in the file while its checksum is computed, then the checksum does. */
export const noChecksum: string = `sha256:${'0'.repeat(64)}`;

/**
 * Tables of the artifact. `packages` holds all match rows of one package in one value, in the
 * order of (ecosystem, name); texts lie apart in compressed blocks, because a scan reads thousands
 * of rows and shows a few texts.
 */
export const schemaSql: string = `
PRAGMA application_id = ${applicationId};
PRAGMA user_version = ${schemaNumber};
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE feeds(number INTEGER PRIMARY KEY, id TEXT, state TEXT);
CREATE TABLE ecosystems(number INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE names(ecosystem INTEGER, name TEXT, package INTEGER, PRIMARY KEY(ecosystem, name)) WITHOUT ROWID;
CREATE TABLE packages(number INTEGER PRIMARY KEY, rows TEXT);
CREATE TABLE text_ids(source INTEGER, id TEXT, place INTEGER, PRIMARY KEY(source, id)) WITHOUT ROWID;
CREATE TABLE text_blocks(number INTEGER PRIMARY KEY, body BLOB);
CREATE TABLE epss(cve INTEGER PRIMARY KEY, score INTEGER);
CREATE TABLE kev(cve INTEGER PRIMARY KEY, body TEXT);
CREATE TABLE severities(cve INTEGER PRIMARY KEY, body TEXT);
CREATE TABLE life_cycles(product TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID;
`;

/**
 * Tables of the staging file, where records lie in the order of arrival until they are sorted:
 * sorting on disk keeps the memory of a build flat however many records the feeds have.
 */
export const stagingSql = `
CREATE TABLE rows(ecosystem TEXT, name TEXT, feed INTEGER, id TEXT, row TEXT);
CREATE TABLE texts(feed INTEGER, id TEXT, body TEXT);
CREATE TABLE epss(cve INTEGER PRIMARY KEY, score INTEGER);
CREATE TABLE kev(cve INTEGER PRIMARY KEY, body TEXT);
CREATE TABLE severities(cve INTEGER, body TEXT);
CREATE TABLE life_cycles(product TEXT, cycle TEXT, feed INTEGER, body TEXT);
`;

/** Bytes of texts (JSON, one a line) compressed together: large enough to compress well, small enough to unpack in a fraction of a millisecond. */
export const textBlockBytes: number = 16 * 1024;

/** A text's place: block × this + number of the line in the block. */
export const textsPerBlock = 4096;

/** EPSS probability and percentile in one integer, both in units of 0.00001 (what FIRST publishes). */
export function packEpss(probability: number, percentile: number): number {
  return Math.round(probability * 1e5) * 1e6 + Math.round(percentile * 1e5);
}

/** The reverse of packEpss. */
export function unpackEpss(score: number): { probability: number; percentile: number } {
  return { probability: Math.floor(score / 1e6) / 1e5, percentile: (score % 1e6) / 1e5 };
}
