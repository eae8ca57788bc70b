import type { Text } from '../model/index.ts';
import { PlimsollError } from '../model/index.ts';

/** Code of a FormatError. */
export type FormatsCode =
  | 'APPARMOR_INVALID'
  | 'APKDB_INVALID'
  | 'BOLT_INVALID'
  | 'BZIP2_INVALID'
  | 'BEAM_INVALID'
  | 'AUDITABLE_INVALID'
  | 'CEL_INVALID'
  | 'CEL_FAILED'
  | 'DEB822_INVALID'
  | 'DPKG_INCOMPLETE'
  | 'DPKG_INTERRUPTED'
  | 'ELF_INVALID'
  | 'IMAGE_REFERENCE_INVALID'
  | 'LOCKFILE_INCLUDE'
  | 'LOCKFILE_INVALID'
  | 'LUA_INVALID'
  | 'METADATA_INVALID'
  | 'OCI_INVALID'
  | 'SELINUX_INVALID'
  | 'OCI_SCHEMA1'
  | 'JSON_INVALID'
  | 'PHP_SERIALIZED_INVALID'
  | 'PE_INVALID'
  | 'PLIST_INVALID'
  | 'RPMDB_INVALID'
  | 'RPMDB_LOG'
  | 'SBOM_UNKNOWN'
  | 'STARLARK_INVALID'
  | 'TAR_HEADER'
  | 'TAR_PAX'
  | 'TAR_SPARSE'
  | 'TAR_SPLIT_INVALID'
  | 'TAR_TRUNCATED'
  | 'TEMPLATE_INVALID'
  | 'TOML_INVALID'
  | 'GZIP_INVALID'
  | 'ZIP_INVALID'
  | 'VEX_INVALID'
  | 'XML_INVALID'
  | 'YAML_INVALID';

/** Bytes are not what they should be. The message names the line where that is known. */
export class FormatError extends PlimsollError<FormatsCode> {
  /** Line of the fault, from 1. */
  readonly line: number | undefined;

  constructor(
    code: FormatsCode,
    message: string | Text,
    options?: { cause?: unknown; line?: number },
  ) {
    super(code, message, options);
    this.line = options?.line;
  }
}
