import { annotation, annotationNames, isTrue, readInteger, readText, valueOf } from './values';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { KubernetesObject, objectName } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';

/** What a canary Ingress asks for. @internal */
export interface CanaryPolicy {
  readonly weight: number;
  readonly weightTotal: number;
  readonly header: string;
  readonly headerValue: string;
  readonly headerPattern: string;
  readonly cookie: string;
}

const SOURCE = 'internal/ingress/annotations/canary/main.go of kubernetes/ingress-nginx';

/**
 * The canary policy of an Ingress, if it is a canary (internal/ingress/annotations/canary/main.go). A value that the
 * controller does not accept is empty to it.
 *
 * @internal
 */
export function canaryPolicy(ingress: KubernetesObject): CanaryPolicy | undefined {
  return knownPolicy(ingress).policy;
}

const knownPolicy = memoizeByObject((ingress: KubernetesObject): { readonly policy?: CanaryPolicy } => {
  return { policy: isTrue(ingress, 'canary') ? policyOf(ingress) : undefined };
});

function policyOf(ingress: KubernetesObject): CanaryPolicy {
  const text = (name: string) => valueOf(readText(ingress, name)) ?? '';
  return {
    weight: valueOf(readInteger(ingress, 'canary-weight')) ?? 0,
    weightTotal: valueOf(readInteger(ingress, 'canary-weight-total')) ?? 100,
    header: text('canary-by-header'),
    headerValue: text('canary-by-header-value'),
    headerPattern: text('canary-by-header-pattern'),
    cookie: text('canary-by-cookie'),
  };
}

/** What the controller does with canary annotations other than their author is likely to mean. @internal */
export const canaryNotes = memoizeByObject((ingress: KubernetesObject): Note[] => {
  const { weight, header, headerValue, headerPattern, cookie } = policyOf(ingress);
  const isForgotten = !isTrue(ingress, 'canary') && (weight > 0 || header || headerValue || headerPattern || cookie);
  const names = annotationNames(ingress)
    .filter((name) => name.startsWith('canary-'))
    .sort();
  return [
    ...names.flatMap((name) => invalidNote(ingress, name) ?? []),
    ...(isForgotten
      ? [
        note(
          NoteKind.IGNORED,
          'ingress-nginx-canary-not-enabled',
          [ingress],
          `${objectName(ingress)} has canary annotations and not canary: "true", so the controller takes it`
              + ' for an ordinary Ingress',
          {
            fix: 'Add nginx.ingress.kubernetes.io/canary: "true", or remove the canary annotations.',
            source: SOURCE,
          },
        ),
      ]
      : []),
  ];
});

function invalidNote(ingress: KubernetesObject, name: string): Note | undefined {
  const value = annotation(ingress, name);
  if (name.startsWith('canary-weight')) {
    const isNumber = readInteger(ingress, name).state === 'value';
    const meaning = name === 'canary-weight' ? '0' : '100';
    return isNumber
      ? undefined
      : note(
        NoteKind.IGNORED,
        'ingress-nginx-weight-not-a-number',
        [ingress],
        `${objectName(ingress)}: ${name} '${value}' is not a whole number, so the controller takes ${meaning}`,
        {
          field: name,
          fix: 'Write a whole number in quotes, without a percent sign and without blanks.',
          source: SOURCE,
        },
      );
  }
  const isKnown = [
    'canary-by-header',
    'canary-by-header-value',
    'canary-by-header-pattern',
    'canary-by-cookie',
  ].includes(name);
  return !isKnown || readText(ingress, name).state !== 'invalid'
    ? undefined
    : note(
      NoteKind.IGNORED,
      'ingress-nginx-canary-value-invalid',
      [ingress],
      `${objectName(ingress)}: the controller does not accept '${value}' as ${name} and reads the annotation`
          + ' as empty',
      {
        field: name,
        fix:
            name === 'canary-by-header-pattern'
              ? 'Write the pattern without blanks, commas and quotes: \\x20, \\x2c and \\x22 stand for them.'
              : 'Write letters, digits and -._~/: only, or use canary-by-header-pattern.',
        source: 'internal/ingress/annotations/parser/validators.go of kubernetes/ingress-nginx',
      },
    );
}
