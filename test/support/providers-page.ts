import {
  ArgoRolloutsProvider,
  Feature,
  GatewayApiProvider,
  GlooProvider,
  GlooRoutes,
  IngressNginxProvider,
  IProvider,
  TrafficRouting,
  VoyagerProvider,
} from '../../src';

const gateways = [{ name: 'public' }];

/** The providers in the order of the page, each with its page and the sources of what is said of it. */
const COLUMNS: {
  readonly short: string;
  readonly provider: IProvider;
  readonly page: string;
  readonly source: string;
}[] = [
  {
    short: 'Gloo',
    provider: new GlooProvider({ routes: GlooRoutes.routeTable({ labels: {} }) }),
    page: 'gloo.md',
    source: 'https://github.com/solo-io/gloo',
  },
  {
    short: 'ingress-nginx',
    provider: new IngressNginxProvider(),
    page: 'ingress-nginx.md',
    source: 'https://github.com/kubernetes/ingress-nginx',
  },
  {
    short: 'Voyager',
    provider: new VoyagerProvider(),
    page: 'voyager.md',
    source: 'https://github.com/voyagermesh/voyager',
  },
  {
    short: 'Gateway API',
    provider: new GatewayApiProvider({ gateways, acceptRegularExpressions: true }),
    page: 'gateway-api.md',
    source: 'https://gateway-api.sigs.k8s.io/',
  },
  {
    short: 'Argo, ingress-nginx',
    provider: new ArgoRolloutsProvider({ trafficRouting: TrafficRouting.nginx() }),
    page: 'argo-rollouts.md',
    source: 'https://github.com/argoproj/argo-rollouts',
  },
  {
    short: 'Argo, Istio',
    provider: new ArgoRolloutsProvider({ trafficRouting: TrafficRouting.istio() }),
    page: 'argo-rollouts.md',
    source: 'https://github.com/argoproj/argo-rollouts',
  },
  {
    short: 'Argo, Gateway API',
    provider: new ArgoRolloutsProvider({
      trafficRouting: TrafficRouting.gatewayApi({ gateways, acceptRegularExpressions: true }),
    }),
    page: 'argo-rollouts.md',
    source: 'https://github.com/argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi',
  },
  {
    short: 'Argo, no router',
    provider: new ArgoRolloutsProvider(),
    page: 'argo-rollouts.md',
    source: 'https://github.com/argoproj/argo-rollouts',
  },
];

/** The page on what each provider can do, as the providers themselves declare it. */
export function providersPage(): string {
  return [
    '<!-- Made by `npm run docs:update` from what the providers declare. -->',
    '# What each router can do',
    '',
    '`yes`: by itself. `(yes)`: with the restriction that is listed below. `no`: refused at synth time, with',
    'what to write instead. The cells are what the providers in the code declare.',
    '',
    row(['', ...COLUMNS.map(({ short }) => short)]),
    row(['---', ...COLUMNS.map(() => '---')]),
    ...Object.values(Feature).map((feature) =>
      row([feature, ...COLUMNS.map(({ provider }) => cell(provider, feature))]),
    ),
    '',
    'With Argo Rollouts its controller performs the steps; with the others, whoever applies the stages does.',
    '',
    '## Maintenance and end of life of the routers',
    '',
    row(['router', 'state', 'page', 'source']),
    row(['---', '---', '---', '---']),
    ...COLUMNS.map(({ short, provider, page, source }) =>
      row([short, provider.lifeCycle, `[${page}](${page})`, `<${source}>`]),
    ),
    '',
    '## Restrictions and refusals',
    ...COLUMNS.flatMap(section),
    '',
  ].join('\n');
}

function row(cells: string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function cell(provider: IProvider, feature: Feature): string {
  const { isSupported, reason } = provider.support(feature);
  return isSupported ? (reason === undefined ? 'yes' : '(yes)') : 'no';
}

/** Features of one reason are told together. */
function section({ short, provider }: { short: string; provider: IProvider }): string[] {
  const byReason = new Map<string, string[]>();
  for (const feature of Object.values(Feature)) {
    const { isSupported, reason, instead } = provider.support(feature);
    if (reason !== undefined) {
      const text = isSupported ? `${reason}.` : `**no**: ${reason}. ${instead}.`;
      byReason.set(text, [...(byReason.get(text) ?? []), feature]);
    }
  }
  return ['', `### ${short}`, '', ...[...byReason].map(([text, features]) => `- ${features.join(', ')}: ${text}`)];
}
