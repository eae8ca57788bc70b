/** Characters of Maven's group and artifact ids; https://maven.apache.org/pom.html#maven-coordinates. */
const idForm = /^[\w.-]{1,512}$/;

/** Whether a text can be a group or artifact id: titles for people, templates and paths are none. */
export function isMavenId(text: string | undefined): text is string {
  return text !== undefined && idForm.test(text) && /[A-Za-z0-9]/.test(text);
}

/** `group:artifact`, as advisories name Maven packages; undefined when either is no id. */
export function mavenName(
  group: string | undefined,
  artifact: string | undefined,
): string | undefined {
  return isMavenId(group) && isMavenId(artifact) ? `${group}:${artifact}` : undefined;
}
