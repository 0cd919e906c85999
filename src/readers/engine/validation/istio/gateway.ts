import { KubernetesObject } from '../../kubernetes-object';
import { each, Refusal, refusal } from '../refusal';
import { choice, FLAG, list, map, object, TEXT, UNSIGNED, whole } from '../schema';

const VERSION = choice('TLS_AUTO', 'TLSV1_0', 'TLSV1_1', 'TLSV1_2', 'TLSV1_3');
const TEXTS = list(TEXT);

const TLS = object({
  httpsRedirect: FLAG,
  mode: choice('PASSTHROUGH', 'SIMPLE', 'MUTUAL', 'AUTO_PASSTHROUGH', 'ISTIO_MUTUAL', 'OPTIONAL_MUTUAL'),
  serverCertificate: TEXT,
  privateKey: TEXT,
  caCertificates: TEXT,
  caCrl: TEXT,
  credentialName: TEXT,
  credentialNames: list(TEXT, 1, 2),
  caCertCredentialName: TEXT,
  tlsCertificates: list(object({ serverCertificate: TEXT, privateKey: TEXT, caCertificates: TEXT }), 1, 2),
  subjectAltNames: TEXTS,
  verifyCertificateSpki: TEXTS,
  verifyCertificateHash: TEXTS,
  minProtocolVersion: VERSION,
  maxProtocolVersion: VERSION,
  cipherSuites: TEXTS,
});

/** Istio's Gateway: kubernetes/customresourcedefinitions.gen.yaml of istio/api. @internal */
export const ISTIO_GATEWAY = whole(
  object({
    selector: map(TEXT),
    servers: list(
      object(
        {
          name: TEXT,
          bind: TEXT,
          defaultEndpoint: TEXT,
          hosts: TEXTS,
          port: object({ number: UNSIGNED, protocol: TEXT, name: TEXT, targetPort: UNSIGNED }, [
            'number',
            'protocol',
            'name',
          ]),
          tls: TLS,
        },
        ['port', 'hosts'],
      ),
    ),
  }),
);

/** A server has one kind of certificates: the rules in CEL of the same file. @internal */
export function* istioGatewayRefusals({ spec }: KubernetesObject): Generator<Refusal> {
  for (const [{ tls }, path] of each(spec?.servers, 'spec.servers')) {
    const given = ['credentialName', 'credentialNames', 'tlsCertificates'].filter(
      (field) => tls?.[field] !== undefined,
    );
    if (given.length > 1 && given.some((field) => field === 'credentialNames')) {
      yield refusal(`${path}.tls`, `must have only one of ${given.join(' and ')}`, 'Keep one of them.');
    }
  }
}
