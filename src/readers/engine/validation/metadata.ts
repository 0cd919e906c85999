import { KubernetesObject } from '../kubernetes-object';
import { labelFault, labelValueFault, qualifiedNameFault } from './names';
import { Refusal, refusal } from './refusal';

/** Above it the API server refuses the annotations of an object. */
const MOST_ANNOTATION_BYTES = 256 * 1024;

/**
 * The rules for the metadata of every kind: ValidateObjectMeta in pkg/api/validation/objectmeta.go of
 * kubernetes/apimachinery. The types of the fields are checked before.
 *
 * @param nameFault what is asked of the name, which depends on the kind; not looked at without it
 * @internal
 */
export function* metadataRefusals(
  object: KubernetesObject,
  nameFault?: (name: string) => string | undefined,
): Generator<Refusal> {
  const { name, generateName, namespace, labels, annotations } = (object as any).metadata ?? {};
  if (!name && !generateName) {
    yield refusal('metadata.name', 'is missing', 'Write metadata.name.');
  }
  const wrongName = name === undefined ? undefined : nameFault?.(name);
  if (wrongName) {
    yield refusal('metadata.name', wrongName, `Rename ${object.kind} ${name}: its name ${wrongName}.`, name);
  }
  const wrongNamespace = namespace === undefined || namespace === '' ? undefined : labelFault(namespace);
  if (wrongNamespace) {
    yield refusal('metadata.namespace', wrongNamespace, 'Write the name of the namespace.', namespace);
  }
  yield* labelRefusals(labels, 'metadata.labels');
  yield* annotationRefusals(annotations);
}

/** @internal */
export function* labelRefusals(labels: { [key: string]: string } | undefined, path: string): Generator<Refusal> {
  for (const [key, value] of Object.entries(labels ?? {})) {
    const keyFault = qualifiedNameFault(key);
    if (keyFault) {
      yield refusal(path, `has an invalid key: each key ${keyFault}`, `Rename the label ${key}.`, key);
    }
    const valueFault = labelValueFault(value);
    if (valueFault) {
      yield refusal(`${path}.${key}`, valueFault, `Change the value of the label ${key}.`, value);
    }
  }
}

function* annotationRefusals(annotations: { [key: string]: string } | undefined): Generator<Refusal> {
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations ?? {})) {
    bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
    const fault = qualifiedNameFault(key.toLowerCase());
    if (fault) {
      yield refusal(
        'metadata.annotations',
        `has an invalid key: each key ${fault}`,
        `Rename the annotation ${key}.`,
        key,
      );
    }
  }
  if (bytes > MOST_ANNOTATION_BYTES) {
    yield refusal(
      'metadata.annotations',
      `must have at most ${MOST_ANNOTATION_BYTES} bytes in all, and has ${bytes}`,
      'Move large annotations into a ConfigMap.',
    );
  }
}
