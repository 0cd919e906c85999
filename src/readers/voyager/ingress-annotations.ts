import { KubernetesObject } from '../engine/kubernetes-object';

const PREFIX = 'ingress.appscode.com/';

/** An annotation of Voyager as written (apis/voyager/v1beta1/annotations.go). @internal */
export function annotation(object: KubernetesObject | undefined, name: string): string | undefined {
  return object?.metadata?.annotations?.[PREFIX + name];
}

/** The names of Voyager's annotations, without their prefix. @internal */
export function annotationNames(object: KubernetesObject | undefined): string[] {
  return Object.keys(object?.metadata?.annotations ?? {})
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length));
}

const WORDS: { [word: string]: boolean } = {
  ...Object.fromEntries(['1', 't', 'T', 'TRUE', 'true', 'True'].map((word) => [word, true])),
  ...Object.fromEntries(['0', 'f', 'F', 'FALSE', 'false', 'False'].map((word) => [word, false])),
};

/** As Go's strconv.ParseBool; undefined for what is no bool, which the webhook refuses. @internal */
export function flag(object: KubernetesObject, name: string, byDefault: boolean): boolean | undefined {
  const text = annotation(object, name);
  return text === undefined ? byDefault : Object.hasOwn(WORDS, text) ? WORDS[text] : undefined;
}
