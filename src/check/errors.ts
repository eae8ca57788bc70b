import { PlimsollError } from '../model/index.ts';

/** Code of a CheckError. */
export type CheckCode =
  | 'CHECK_UNKNOWN_STANDARD'
  | 'CHECK_UNKNOWN_KIND'
  | 'CHECK_RULE_FAILED'
  | 'CHECK_RULE_INVALID'
  | 'CHECK_CHART'
  | 'CHECK_NO_ANSWER'
  | 'CHECK_DOCKERFILE'
  | 'CHECK_KUBERNETES_OBJECT'
  | 'CHECK_KUBERNETES_UNKNOWN'
  | 'COMPOSE_INTERPOLATION'
  | 'COMPOSE_INVALID'
  | 'COMPOSE_LOOP'
  | 'COMPOSE_MISSING'
  | 'COMPOSE_REMOTE'
  | 'CHECK_DOCUMENT'
  | 'CHECK_VALUE_FORM'
  | 'CHECK_NETWORK_EMPTY'
  | 'CHECK_NETWORK_END'
  | 'CONTEXT_IGNORE_REFUSED';

/** What can go wrong while configuration is judged. */
export const checkErrors: Readonly<Record<CheckCode, string>> = {
  CHECK_UNKNOWN_STANDARD:
    'The standard asked for is not one Plimsoll knows. The message lists those there are.',
  CHECK_UNKNOWN_KIND:
    'Nobody could tell what kind of configuration a text is. Name it with --as, or give the file a usual name.',
  CHECK_CHART:
    'A Helm chart or a kustomize folder could not be rendered, so what it makes was not judged: helm, kustomize or kubectl is missing, refuses it, or would fetch a part of it. Templates are never judged as they stand. Install the program, fetch what is missing (helm dependency build), or name the whole folder.',
  CHECK_NO_ANSWER:
    'A rule asked for something that could not be read: a permission, a setting, a value only a cluster knows. The question is open, which is not a pass.',
  CHECK_RULE_INVALID:
    'A file with rules of your own holds one that cannot be used. Nothing was judged; correct what the message names.',
  CHECK_RULE_FAILED:
    'A rule stopped with an error of its own on this subject: a defect of Plimsoll. The subject was not judged by that rule; please report it with the text, as far as it may be shown.',
  CHECK_DOCKERFILE:
    'A line of a Dockerfile is not understood, and builders refuse it: an unknown instruction, a value that is missing, a here-document that does not end. The rest of the file was judged. Correct the line.',
  CHECK_KUBERNETES_OBJECT:
    'A document of a manifest is no object of Kubernetes: it lacks apiVersion or kind, or is a list in a list. Correct it, or leave the file out with --skip-files.',
  CHECK_KUBERNETES_UNKNOWN:
    'An object names a kind or version that Kubernetes has in none of the releases Plimsoll knows, so nobody can say what it does. Correct it, or update Plimsoll.',
  CHECK_NETWORK_EMPTY:
    'Connections were asked about, and the paths hold no object of Kubernetes. Name the folder or file of the manifests.',
  CHECK_NETWORK_END:
    'An end of a connection that was asked about is no workload of the manifests, or the name fits several. Write NAMESPACE/NAME, an address, or "ingress".',
  COMPOSE_INTERPOLATION:
    'A text of a compose file holds a dollar sign that begins no variable. Compose refuses the file; write "$$" for the sign itself.',
  COMPOSE_INVALID:
    'A compose file is no mapping with services, or holds nothing. Was another file meant?',
  COMPOSE_LOOP:
    'A compose file includes itself, or a service extends itself, in the end. Compose refuses the project; what lies behind the loop was not judged.',
  COMPOSE_MISSING:
    'A compose project names a file or service that is not there, so what it brings was not judged.',
  COMPOSE_REMOTE:
    'A compose project includes what lies on another machine. It is not fetched, so what it brings was not judged.',
  CHECK_DOCUMENT:
    'A text that should describe a container, daemon, network, image or host is no JSON of that form. Give what docker inspect prints, unchanged.',
  CHECK_VALUE_FORM:
    'A value of a machine or daemon has another form than is known, so nothing is concluded from it.',
  CONTEXT_IGNORE_REFUSED:
    'An ignore file holds a line that builders refuse, so no build with it begins and nobody can say what it would send. Correct the line named.',
};

/** Configuration could not be judged as asked. */
export class CheckError extends PlimsollError<CheckCode> {}
