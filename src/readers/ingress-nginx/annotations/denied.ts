import { asksOtherService } from './access';
import { PREFIX, readText, text, valueOf } from './values';
import { KubernetesObject, objectName } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { ObjectIndex } from '../../engine/object-index';
import { ControllerSettings } from '../configuration/controller-settings';

/** How nginx refuses requests because of an annotation. @internal */
export interface Denial {
  /** 503 for the paths of the Ingress, or 403 for all of its hosts. */
  readonly status: 503 | 403;
  readonly note: Note;
}

/** An object that an annotation names. */
interface Reference {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly id: string;
  /** Undefined where it is not there. */
  readonly object?: KubernetesObject;
  /** Whether nobody knows, since the input is only a part. */
  readonly isAssumed: boolean;
}

/**
 * Why nginx answers 503 to every request for the paths of an Ingress, or 403 to every request for its hosts: an
 * annotation of authentication, addresses or headers cannot be applied (LocationDeniedError of the parsers in
 * internal/ingress/annotations, `Denied` and `AuthTLSError` in rootfs/etc/nginx/template/nginx.tmpl).
 *
 * @internal
 */
export class Denials {
  /** What the reader takes as there. */
  public readonly notes: Note[] = [];

  constructor(
    private readonly ingress: KubernetesObject,
    private readonly index: ObjectIndex,
    private readonly settings: ControllerSettings,
  ) {}

  /** Every reason, the one for whole hosts first. */
  public all(): Denial[] {
    return [
      this.clientCertificates(),
      this.basicAuthentication(),
      this.externalAuthentication(),
      this.customHeaders(),
      this.fastCgi(),
      this.upstreamCertificates(),
      this.addresses('allowlist-source-range'),
      this.addresses('denylist-source-range'),
    ].flatMap((denial) => denial ?? []);
  }

  private clientCertificates(): Denial | undefined {
    const name = 'auth-tls-secret';
    const secret = text(this.ingress, name);
    if (secret === undefined) {
      return undefined;
    }
    const [namespace, rest, ...more] = secret.split('/');
    const isOwn = namespace === '' || namespace === this.namespace;
    const fault =
      rest === undefined || more.length > 0
        ? 'is not written as namespace/name'
        : !isOwn
          ? 'is a Secret of another namespace'
          : this.missing(this.reference('Secret', namespace, rest), name);
    return fault === undefined ? undefined : this.denied(name, fault, 403);
  }

  private basicAuthentication(): Denial | undefined {
    if (text(this.ingress, 'auth-type') === undefined) {
      return undefined;
    }
    const name = 'auth-secret';
    const key = valueOf(readText(this.ingress, name));
    if (key === undefined) {
      return this.denied(name, 'is missing or invalid');
    }
    const { namespace, id } = splitKey(key);
    if (id === undefined || (namespace !== '' && namespace !== this.namespace)) {
      return this.denied(name, 'has to be the name of a Secret in the namespace of the Ingress');
    }
    const secret = this.reference('Secret', this.namespace, id);
    const fault = this.missing(secret, name);
    if (fault !== undefined) {
      return this.denied(name, fault);
    }
    const isFile = (valueOf(readText(this.ingress, 'auth-secret-type')) ?? 'auth-file') === 'auth-file';
    const { data = {}, stringData = {} } = (secret.object ?? {}) as any;
    return secret.object && isFile && data.auth === undefined && stringData.auth === undefined
      ? this.denied(name, `leads to ${secret.kind} ${secret.id}, which has no key auth`)
      : undefined;
  }

  private externalAuthentication(): Denial | undefined {
    const url = text(this.ingress, 'auth-url');
    if (url === undefined) {
      return undefined;
    }
    if (!isUrlWithHost(url)) {
      return this.denied('auth-url', `'${url}' is not a URL with scheme and host`);
    }
    if (readText(this.ingress, 'auth-method').state === 'invalid') {
      return this.denied('auth-method', 'is not an HTTP method');
    }
    if (!asksOtherService(this.ingress)) {
      return undefined;
    }
    if (isCacheDurationInvalid(text(this.ingress, 'auth-cache-duration'))) {
      return this.denied('auth-cache-duration', 'is not a list of status codes with a duration');
    }
    const headers = readText(this.ingress, 'auth-response-headers');
    const names = (valueOf(headers) ?? '')
      .split(',')
      .map((header) => header.trim())
      .filter((header) => header !== '');
    if (headers.state === 'invalid' || names.some((header) => !/^[a-zA-Z\d\-_]+$/.test(header))) {
      return this.denied('auth-response-headers', 'is not a list of header names');
    }
    return this.headersOf('auth-proxy-set-headers', true);
  }

  private customHeaders(): Denial | undefined {
    return this.headersOf('custom-headers', false);
  }

  /** A ConfigMap of headers; without a namespace the controller does not find it. */
  private headersOf(name: string, isOwnNamespace: boolean): Denial | undefined {
    const key = text(this.ingress, name);
    if (key === undefined) {
      return undefined;
    }
    const { namespace, id } = splitKey(key);
    if (id === undefined || namespace === '') {
      return this.denied(name, `'${key}' has to be written as namespace/name`);
    }
    if (isOwnNamespace && namespace !== this.namespace) {
      return this.denied(name, 'is a ConfigMap of another namespace');
    }
    const reference = this.reference('ConfigMap', namespace, id);
    const fault = this.missing(reference, name) ?? (reference.object && this.headerFault(name, reference.object));
    return fault === undefined ? undefined : this.denied(name, fault);
  }

  /** Which header of a ConfigMap the controller does not set. */
  private headerFault(name: string, { data = {} }: KubernetesObject): string | undefined {
    const odd = Object.keys(data).find((header) => !/^[a-zA-Z\d\-_]+$/.test(header));
    if (odd !== undefined || name !== 'custom-headers') {
      return odd === undefined ? undefined : `has the header '${odd}', which is not a name`;
    }
    const { allowedHeaders = this.index.isComplete ? [] : undefined } = this.settings;
    const foreign = allowedHeaders && Object.keys(data).find((header) => !allowedHeaders.includes(header));
    return foreign === undefined
      ? undefined
      : `has the header ${foreign}, which global-allowed-response-headers does not allow`;
  }

  private fastCgi(): Denial | undefined {
    const name = 'fastcgi-params-configmap';
    const key = text(this.ingress, name);
    if (key === undefined) {
      return undefined;
    }
    const { namespace, id } = splitKey(key);
    if (id === undefined) {
      return this.denied(name, `'${key}' has more than one slash`);
    }
    // Of another namespace: the controller reports it and goes on without the parameters.
    const fault =
      namespace === '' || namespace === this.namespace
        ? this.missing(this.reference('ConfigMap', this.namespace, id), name)
        : undefined;
    return fault === undefined ? undefined : this.denied(name, fault);
  }

  private upstreamCertificates(): Denial | undefined {
    const name = 'proxy-ssl-secret';
    const secret = text(this.ingress, name);
    if (secret === undefined) {
      return undefined;
    }
    const [namespace, rest, ...more] = secret.split('/');
    const fault =
      rest === undefined || more.length > 0
        ? 'is not written as namespace/name'
        : namespace !== this.namespace
          ? 'is a Secret of another namespace'
          : this.missing(this.reference('Secret', namespace, rest), name);
    return fault === undefined ? undefined : this.denied(name, fault);
  }

  private addresses(name: string): Denial | undefined {
    const { state } = readText(this.ingress, name);
    return state === 'invalid' || state === 'empty'
      ? this.denied(name, 'is not a list of addresses and networks')
      : undefined;
  }

  private get namespace(): string | undefined {
    return this.ingress.metadata?.namespace;
  }

  private reference(kind: Reference['kind'], namespace: string | undefined, name: string): Reference {
    const object = name === '' ? undefined : this.index.find('', kind, namespace || this.namespace, name);
    return {
      kind,
      id: `${namespace || this.namespace || ''}/${name}`,
      object,
      isAssumed: !object && !this.index.isComplete && name !== '',
    };
  }

  /** Why an object cannot be read, if it cannot. */
  private missing({ kind, id, object, isAssumed }: Reference, annotation: string): string | undefined {
    if (isAssumed) {
      this.notes.push(
        note(
          NoteKind.ASSUMED,
          'ingress-nginx-reference-assumed',
          [this.ingress, `${kind} ${id}`],
          `${kind} ${id}, which ${annotation} of ${objectName(this.ingress)} names, is not among the objects`
            + ' and is assumed to exist',
          { field: annotation },
        ),
      );
    }
    return object || isAssumed ? undefined : `leads to ${kind} ${id}, which is missing`;
  }

  private denied(annotation: string, reason: string, status: 503 | 403 = 503): Denial {
    const what = status === 403 ? 'all requests for its hosts' : 'all requests for its paths';
    return {
      status,
      note: note(
        NoteKind.REJECTED,
        'ingress-nginx-denied',
        [this.ingress],
        `${objectName(this.ingress)}: ${annotation} ${reason}, so nginx answers ${status} to ${what}`,
        {
          field: annotation,
          fix: `Correct ${PREFIX}${annotation}, or create what it names before the Ingress.`,
          source: 'internal/ingress/annotations of kubernetes/ingress-nginx (LocationDeniedError)',
        },
      ),
    };
  }
}

/** `namespace/name` or a name; without an id where there are more slashes. */
function splitKey(key: string): { namespace: string; id?: string } {
  const parts = key.split('/');
  return parts.length === 1
    ? { namespace: '', id: parts[0] }
    : parts.length === 2
      ? { namespace: parts[0], id: parts[1] }
      : { namespace: '' };
}

function isUrlWithHost(url: string): boolean {
  const [, host] = /^[a-zA-Z][-+.a-zA-Z0-9]*:\/\/(?:[^/?#@]*@)?([^/?#]*)/.exec(url) ?? [];
  return host !== undefined && host !== '' && !host.includes('..') && !/\s/.test(host);
}

/** Status codes, then a duration of nginx; other words count for nothing. */
function isCacheDurationInvalid(value: string | undefined): boolean {
  const durations = (value ?? '')
    .split(',')
    .map((duration) => duration.trim())
    .filter((duration) => duration !== '');
  return durations.some((duration) => {
    const words = duration.split(' ').filter((word) => word !== '');
    const first = words.findIndex((word) => /^\d+(ms|s|m|h|d|w|M|y)$/.test(word));
    return first < 0 || words.slice(first).some((word) => /^\d{3}$/.test(word));
  });
}
