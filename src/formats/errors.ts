import { PlimsollError } from '../model/index.ts';

/** What can be wrong with bytes that should have a known form. */
export const formatsErrors = {
  APPARMOR_INVALID:
    'The text is no AppArmor profile that apparmor_parser would load: the message names the line. Correct it and try it with "apparmor_parser -Q -K FILE".',
  APKDB_INVALID:
    'The apk database does not have the form that apk writes. Is the image complete, or was the file edited?',
  BOLT_INVALID:
    "containerd's list of images is damaged, or was written to while it was read. Try again; if it stays, restart containerd.",
  BZIP2_INVALID:
    'The file is no bzip2 file, is cut short, or a checksum in it is wrong. Fetch it again.',
  BEAM_INVALID:
    'A lockfile or application resource of Erlang or Elixir is not plain data. Was it edited, or is there a merge conflict in it?',
  AUDITABLE_INVALID:
    'The list of crates that cargo-auditable put into a program is damaged, so its crates are not listed. Build the program again.',
  CEL_INVALID:
    'An expression of a rule is not well-formed CEL. The message has the place; the syntax is that of ValidatingAdmissionPolicy.',
  CEL_FAILED:
    'An expression of a rule has no value for this subject: a field it asks for is not there, or types do not fit. Guard it with has() or the optional form `.?`.',
  DEB822_INVALID:
    'The file does not consist of "Field: value" paragraphs. Is it a dpkg or opkg status file?',
  DPKG_INCOMPLETE:
    'A package that dpkg calls installed has no name or no version in its status paragraph, so it is not in the list.',
  DPKG_INTERRUPTED:
    'The installation of a package stopped half-way, so nobody knows which of its files are there. Finish it with "dpkg --configure -a" and build the image again.',
  ELF_INVALID:
    'A program file begins as an ELF file but its header is cut short or of no known form. The system could not run it; copy or build it again.',
  IMAGE_REFERENCE_INVALID:
    'The name of an image has a wrong form. Write it as [host[:port]/]path[:tag][@digest], in lower case.',
  LOCKFILE_INCLUDE:
    'A requirements file includes another one that is not in the scanned folder, so the packages in there are not listed. Scan the folder that holds both.',
  LOCKFILE_INVALID:
    'The file parses, but lacks what a file of this name must have. Was it written by a newer version of its tool?',
  LUA_INVALID:
    'A Lua file is more than assignments of texts and tables, or is cut short. Programs are not run, so what it describes is not listed.',
  METADATA_INVALID:
    'The record of an installed package or extension has no name or no version. Its own tool ignores it too; install it again.',
  OCI_INVALID:
    'A manifest, index or configuration of an image lacks what the OCI image specification asks for. Build or push the image again.',
  SELINUX_INVALID:
    'The text is no SELinux policy: a module for checkmodule (.te) or CIL for secilc (.cil). The message names the line; correct it there.',
  OCI_SCHEMA1:
    'The image has a manifest of Docker schema version 1, which is out of use since 2017 and has no image configuration. Push it again with a current client.',
  JSON_INVALID: 'The text is not JSON, or not a JSON object where one is needed. Correct the file.',
  PHP_SERIALIZED_INVALID:
    "The file is not what PHP's serialize function writes, or is cut short. PEAR and PECL keep one such file for each package; install the package again.",
  PE_INVALID:
    'A file is named or begins like a Windows program but has no PE header. Copy or build it again.',
  PLIST_INVALID:
    'The file is no property list, or a part of it lies outside the file. Applications without a readable one are not listed.',
  RPMDB_INVALID:
    'The RPM database, or a package header in it, is damaged or has a form that rpm does not write. Packages after the fault may be missing from the list. Check it with "rpm --verifydb".',
  RPMDB_LOG:
    'The write-ahead log beside the RPM database is damaged or belongs to another state of it, so it could not be merged and packages may be missing from the list. Run any "rpm -qa" as root in the image build, so that rpm merges it itself.',
  SBOM_UNKNOWN:
    'The file is no software bill of materials that is read here: CycloneDX (JSON, XML), SPDX 2 (JSON, YAML, tag-value, RDF), Syft JSON, or a list of package URLs. Save it in one of these forms.',
  STARLARK_INVALID:
    'A build file of Bazel does not parse: a bracket or a text does not close. Correct the file at the line named.',
  TAR_HEADER:
    'A header of a tar archive is damaged: its checksum or a number in it is wrong. What comes after it is not known. Build the archive again.',
  TAR_PAX:
    'An extended header of a tar archive is malformed. What comes after it is not known. Build the archive again.',
  TAR_SPARSE:
    'The map of a sparse file in a tar archive is malformed. What comes after it is not known. Build the archive again.',
  TAR_SPLIT_INVALID:
    "The daemon's record of how a layer was packed is damaged. Remove the image and pull it again.",
  TAR_TRUNCATED: 'A tar archive ends inside an entry. Copy or build it again.',
  TEMPLATE_INVALID:
    'A template for a report does not parse, uses what is not offered here, or asks for a function with wrong values. The message names the line; the guide lists what there is.',
  TOML_INVALID: 'The text is not TOML 1.0. Correct the file at the line named.',
  GZIP_INVALID: 'The file is no gzip or zstd file, or is cut short. Fetch it again.',
  ZIP_INVALID:
    'The file is no zip archive, is cut short, or its parts contradict one another. Fetch it again.',
  VEX_INVALID:
    'A file given with --vex is not there, is no VEX document (OpenVEX, CycloneDX, CSAF), or has a statement that cannot be understood. Nothing was decided by it; correct what the message names.',
  XML_INVALID:
    'The text is not well-formed XML, or has a document type declaration, which is refused because entities are defined there. Correct the file at the line named.',
  YAML_INVALID:
    'A YAML file is not well-formed, holds several documents, or expands aliases without end. The message names the line.',
} as const;

/** Code of a FormatError. */
export type FormatsCode = keyof typeof formatsErrors;

/** Bytes are not what they should be. The message names the line where that is known. */
export class FormatError extends PlimsollError<FormatsCode> {
  /** Line of the fault, from 1. */
  readonly line: number | undefined;

  constructor(code: FormatsCode, message: string, options?: { cause?: unknown; line?: number }) {
    super(code, message, options);
    this.line = options?.line;
  }
}
