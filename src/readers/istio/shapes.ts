import { Shapes } from '../engine/object-index';
import { fields, list, map, Shape } from '../engine/shape';

const TEXT = fields({ exact: 'string', prefix: 'string', regex: 'string' });
const TEXTS = map(TEXT);

const MATCH = fields({
  uri: TEXT,
  scheme: TEXT,
  method: TEXT,
  authority: TEXT,
  headers: TEXTS,
  withoutHeaders: TEXTS,
  queryParams: TEXTS,
  ignoreUriCase: 'boolean',
  port: 'natural',
  gateways: list('string'),
  sourceLabels: map('string'),
  sourceNamespace: 'string',
});

const DESTINATION = fields({ host: 'string', subset: 'string', port: fields({ number: 'natural' }) });

const ROUTE: Shape = fields({
  name: 'string',
  match: list(MATCH),
  route: list(fields({ destination: DESTINATION, weight: 'integer' })),
  redirect: fields({ redirectCode: 'natural' }),
  directResponse: fields({ status: 'natural' }),
  delegate: fields({ name: 'string', namespace: 'string' }),
  mirrorPercentage: fields({ value: 'number' }),
  fault: fields({
    abort: fields({ httpStatus: 'integer', grpcStatus: 'string', percentage: fields({ value: 'number' }) }),
  }),
});

/** Istio's objects, as far as they are read here (networking/v1 of istio/api). @internal */
export const ISTIO_SHAPES: Shapes = {
  'networking.istio.io/VirtualService': fields({
    spec: fields({ hosts: list('string'), gateways: list('string'), exportTo: list('string'), http: list(ROUTE) }),
  }),
  'networking.istio.io/DestinationRule': fields({
    spec: fields({
      host: 'string',
      exportTo: list('string'),
      subsets: list(fields({ name: 'string', labels: map('string') })),
    }),
  }),
  'networking.istio.io/Gateway': fields({
    spec: fields({
      selector: map('string'),
      servers: list(
        fields({
          hosts: list('string'),
          port: fields({ number: 'natural', protocol: 'string' }),
          tls: fields({ mode: 'string', httpsRedirect: 'boolean' }),
        }),
      ),
    }),
  }),
  'networking.istio.io/ServiceEntry': fields({ spec: fields({ hosts: list('string') }) }),
};
