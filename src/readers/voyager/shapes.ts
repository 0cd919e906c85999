import { Shapes } from '../engine/object-index';
import { fields, list } from '../engine/shape';

const BACKEND = fields({
  service: fields({ name: 'string', port: fields({ name: 'string', number: 'natural' }) }),
  serviceName: 'string',
  servicePort: 'integer or string',
  name: 'string',
  hostNames: list('string'),
  backendRules: list('string'),
  loadBalanceOn: 'string',
});

/**
 * Voyager's Ingress in v1 and v1beta1, as far as it is read here (crds/voyager.appscode.com_ingresses.yaml of
 * voyagermesh/apimachinery).
 *
 * @internal
 */
export const VOYAGER_SHAPES: Shapes = {
  'voyager.appscode.com/Ingress': fields({
    spec: fields({
      defaultBackend: BACKEND,
      backend: BACKEND,
      tls: list(fields({ hosts: list('string') })),
      frontendRules: list(fields({ port: 'integer or string', rules: list('string') })),
      rules: list(
        fields({
          host: 'string',
          http: fields({
            port: 'integer or string',
            noTLS: 'boolean',
            paths: list(fields({ path: 'string', backend: BACKEND })),
          }),
          tcp: fields({ port: 'integer or string' }),
        }),
      ),
    }),
  }),
};
