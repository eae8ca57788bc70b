import { PlimsollError } from './error.ts';

/** A bound on something that a stranger wrote. */
export interface Limit {
  readonly value: number;
  readonly unit: 'bytes' | 'entries' | 'levels' | 'ms' | 'characters';
  /** Why this number: what real subjects reach, and what breaks above it. */
  readonly why: string;
}

/** Name of a limit. */
export type LimitName =
  | 'layer_bytes'
  | 'layer_ratio'
  | 'layer_entries'
  | 'layer_links'
  | 'layers'
  | 'path_bytes'
  | 'pax_bytes'
  | 'link_depth'
  | 'file_bytes'
  | 'text_bytes'
  | 'manifest_bytes'
  | 'config_bytes'
  | 'json_depth'
  | 'report_bytes'
  | 'packages'
  | 'captured_bytes'
  | 'index_depth'
  | 'database_bytes'
  | 'http_body_bytes'
  | 'http_error_bytes'
  | 'http_redirects'
  | 'http_idle'
  | 'zip_entries'
  | 'zip_ratio'
  | 'feed_record_bytes'
  | 'feed_document_bytes'
  | 'archive_depth'
  | 'archive_entries'
  | 'archive_bytes'
  | 'pom_entries'
  | 'build_items'
  | 'check_files'
  | 'cel_steps'
  | 'template_steps'
  | 'xml_depth'
  | 'xml_nodes'
  | 'xml_tag_bytes'
  | 'yaml_aliases'
  | 'yaml_lexemes'
  | 'network_pairs'
  | 'ignore_patterns'
  | 'compose_files'
  | 'expansion_characters'
  | 'expansion_depth'
  | 'rule_faults'
  | 'dockerfile_bytes'
  | 'dockerfile_instructions'
  | 'dockerfile_stages'
  | 'secret_matches'
  | 'marked_files';

/** Every limit, by name. The error code of a limit is `LIMIT_` and the name in capitals. */
export const limits: Readonly<Record<LimitName, Limit>> = {
  layer_bytes: {
    value: 64 * 2 ** 30,
    unit: 'bytes',
    why: 'largest public layers (ML images) are below 20 GiB unpacked',
  },
  layer_ratio: {
    value: 1200,
    unit: 'entries',
    why: 'deflate cannot exceed 1032:1; zstd and runs of zeros can, real layers stay below 200:1',
  },
  layer_entries: { value: 10_000_000, unit: 'entries', why: 'images of 3 million files exist' },
  layer_links: {
    value: 250_000,
    unit: 'entries',
    why: 'links are kept in memory, some 200 bytes each; package trees made of links reach 100,000',
  },
  layers: {
    value: 1024,
    unit: 'entries',
    why: 'daemons stop at 127; squashed histories of build tools reach some hundreds',
  },
  path_bytes: { value: 16_384, unit: 'bytes', why: 'PATH_MAX is 4096; pax paths may be longer' },
  pax_bytes: {
    value: 1_048_576,
    unit: 'bytes',
    why: 'extended headers carry a path and a few times',
  },
  link_depth: { value: 40, unit: 'levels', why: 'Linux follows 40 symbolic links' },
  file_bytes: {
    value: 256 * 2 ** 20,
    unit: 'bytes',
    why: 'package databases reach 200 MB (rpm sqlite of a full desktop)',
  },
  text_bytes: {
    value: 64 * 2 ** 20,
    unit: 'bytes',
    why: 'lockfiles of large monorepos reach 30 MB',
  },
  manifest_bytes: {
    value: 4 * 2 ** 20,
    unit: 'bytes',
    why: 'the distribution specification recommends that registries accept 4 MiB',
  },
  config_bytes: {
    value: 16 * 2 ** 20,
    unit: 'bytes',
    why: 'image configurations with attestations inside reach a few MB',
  },
  json_depth: {
    value: 512,
    unit: 'levels',
    why: 'package-lock v1 nests by dependency depth, seldom above 60',
  },
  report_bytes: {
    value: 448 * 2 ** 20,
    unit: 'bytes',
    why: 'the longest text that the engine holds is 512 MiB; reports of 100,000 findings stay below 300',
  },
  packages: {
    value: 2_000_000,
    unit: 'entries',
    why: 'a report above this cannot be read or rendered',
  },
  captured_bytes: {
    value: 192 * 2 ** 20,
    unit: 'bytes',
    why: 'what a layer may hold in memory at once',
  },
  database_bytes: {
    value: 4 * 2 ** 30,
    unit: 'bytes',
    why: 'a database of every feed known is below 1 GiB unpacked',
  },
  index_depth: { value: 4, unit: 'levels', why: 'image indexes nest twice in practice' },
  http_body_bytes: { value: 2 * 2 ** 30, unit: 'bytes', why: 'the largest feed is below 1 GiB' },
  http_error_bytes: { value: 65_536, unit: 'bytes', why: 'enough for a registry error document' },
  http_redirects: { value: 10, unit: 'entries', why: 'registries redirect once, mirrors twice' },
  http_idle: {
    value: 60_000,
    unit: 'ms',
    why: 'a registry that sends nothing for a minute is hung',
  },
  zip_entries: {
    value: 2_000_000,
    unit: 'entries',
    why: 'the npm bulk export holds several hundred thousand records',
  },
  zip_ratio: { value: 1200, unit: 'entries', why: 'deflate cannot exceed 1032:1' },
  archive_depth: {
    value: 8,
    unit: 'levels',
    why: 'an ear holds wars, these hold jars, and jars of plug-ins hold jars again',
  },
  archive_entries: {
    value: 2_000_000,
    unit: 'entries',
    why: 'of an archive and all inside it; 500 jars of 2,000 classes are a million',
  },
  archive_bytes: {
    value: 2 * 2 ** 30,
    unit: 'bytes',
    why: 'unpacked of one archive and all inside it; the largest applications are below 1 GiB',
  },
  pom_entries: {
    value: 1_000_000,
    unit: 'entries',
    why: 'dependencies looked at while projects inherit; 5,000 modules of 100 dependencies are 500,000',
  },
  build_items: {
    value: 1_000_000,
    unit: 'entries',
    why: 'values that the names of one build file stand for; lists of artifacts have some hundred',
  },
  cel_steps: {
    value: 1_000_000,
    unit: 'entries',
    why: 'the API server gives an expression a budget of as many; published policies take some hundreds',
  },
  check_files: {
    value: 500_000,
    unit: 'entries',
    why: 'monorepos and build contexts hold 300,000 files without what package managers put there',
  },
  template_steps: {
    value: 20_000_000,
    unit: 'entries',
    why: 'parts of a template written for one report; 100,000 findings of 50 parts are 5 million',
  },
  xml_depth: {
    value: 256,
    unit: 'levels',
    why: 'project files of Maven and MSBuild nest below 20 levels',
  },
  xml_nodes: {
    value: 1_000_000,
    unit: 'entries',
    why: 'elements and attributes; verification-metadata.xml of large Gradle builds reaches 200,000',
  },
  xml_tag_bytes: {
    value: 4 * 2 ** 20,
    unit: 'bytes',
    why: 'a tag or comment of a document that is read in pieces; those of feeds stay below 10 kB',
  },
  yaml_aliases: {
    value: 1_000_000,
    unit: 'entries',
    why: 'values repeated by aliases and merge keys; compose files and manifests repeat some hundred',
  },
  yaml_lexemes: {
    value: 4_000_000,
    unit: 'entries',
    why: 'each word, sign and white space of a YAML text takes some 300 bytes while it is read; lockfiles of 30 MB have 3 million',
  },
  compose_files: {
    value: 256,
    unit: 'entries',
    why: 'files of one compose project with all it includes and extends; large ones have some twenty',
  },
  network_pairs: {
    value: 4_000_000,
    unit: 'entries',
    why: 'pairs of workloads and address ranges whose connections are listed; 1,900 workloads reach it',
  },
  ignore_patterns: {
    value: 20_000,
    unit: 'entries',
    why: 'each file of a build context is held against each pattern; large projects have some hundred',
  },
  expansion_characters: {
    value: 16 * 2 ** 20,
    unit: 'characters',
    why: 'variables made of variables double with every line; the words of a real Dockerfile stay below 100,000 characters',
  },
  expansion_depth: {
    value: 100,
    unit: 'levels',
    why: 'defaults inside defaults; people nest two or three',
  },
  secret_matches: {
    value: 10_000,
    unit: 'entries',
    why: 'credentials in one file; a dump of tokens says no more with its ten thousandth',
  },
  marked_files: {
    value: 20_000,
    unit: 'entries',
    why: 'setuid programs, accounts and credentials of one image; full desktops have some dozens',
  },
  rule_faults: {
    value: 50_000,
    unit: 'entries',
    why: 'one rule over a tree of 5,000 manifests finds some 15,000; each fault takes 1 to 2 kB',
  },
  dockerfile_bytes: {
    value: 4 * 2 ** 20,
    unit: 'bytes',
    why: 'generated files stay below 1 MB',
  },
  dockerfile_instructions: {
    value: 200_000,
    unit: 'entries',
    why: 'an image has 127 layers, a file of many stages some thousand instructions; each takes up to 4 kB while it is judged',
  },
  dockerfile_stages: {
    value: 2000,
    unit: 'entries',
    why: 'generated files of large repositories reach some hundreds of stages',
  },
  feed_record_bytes: {
    value: 64 * 2 ** 20,
    unit: 'bytes',
    why: 'the largest single OSV record is below 10 MB',
  },
  feed_document_bytes: {
    value: 1024 * 2 ** 20,
    unit: 'bytes',
    why: 'the OVAL definitions of one SUSE release reach 400 MB unpacked',
  },
};

/** Error code of a limit. */
export type LimitCode = `LIMIT_${Uppercase<LimitName>}`;

const units: Readonly<Record<Limit['unit'], string>> = {
  bytes: '字节',
  entries: '项',
  levels: '层',
  ms: '毫秒',
  characters: '个字符',
};

/** A bound was reached. Reaching one makes a report `partial`, never a crash or a silent zero. */
export class LimitError extends PlimsollError<LimitCode> {
  readonly limit: LimitName;

  constructor(limit: LimitName, what: string, found?: number) {
    const { value, unit } = limits[limit];
    const seen = found === undefined ? 'more' : `${found} ${unit}`;
    const chinese = units[unit];
    super(`LIMIT_${limit.toUpperCase()}` as LimitCode, {
      en: `Cannot read ${what}: found ${seen}, the limit is ${value} ${unit}`,
      'zh-CN': `无法读取 ${what}：${found === undefined ? '超出上限' : `共 ${found} ${chinese}，上限为`} ${value} ${chinese}`,
    });
    this.limit = limit;
  }
}
