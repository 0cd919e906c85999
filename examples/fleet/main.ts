import { join } from 'node:path';
import { Chart } from 'cdk8s';
import {
  Application,
  FleetApp,
  GatewayApiProvider,
  GlooDelegation,
  GlooProvider,
  GlooRoutes,
  HeaderMatch,
  HttpPath,
  IngressNginxProvider,
  IProvider,
  RolloutPlan,
  StagedRollout,
  Step,
  Version,
} from 'cdk8s-rollouts';
import { CatalogueApp, CatalogueStep, readCatalogue } from './catalogue';

// In the place of an App: the same files, in a time that grows with the number of apps.
const app = new FleetApp();

const { catalogue, faults } = readCatalogue(process.env.CATALOGUE ?? join(__dirname, 'apps.yaml'));
app.node.addValidation({ validate: () => faults });

// What leads to the RouteTables of each cell.
const platform = new Chart(app, 'platform');

const gatewayApi = new GatewayApiProvider({ gateways: [{ name: 'public', namespace: 'infra' }] });
const ingressNginx = new IngressNginxProvider({ lifeCycleNotice: false });

function providerOf(router: CatalogueApp['router'], cell: string): IProvider {
  switch (router) {
    case 'gateway-api':
      return gatewayApi;
    case 'ingress-nginx':
      return ingressNginx;
    case 'gloo':
      return new GlooProvider({ routes: GlooRoutes.routeTable({ labels: { cell } }), lifeCycleNotice: false });
  }
}

function stepOf({ weight, header, value }: CatalogueStep): Step {
  return header === undefined ? Step.weight(weight!) : Step.headerRoute(HeaderMatch.exact(header, value!));
}

function versionOf({ name, replicas }: CatalogueApp, version: string): Version {
  return Version.container({ image: `registry.example/${name}:${version}`, replicas });
}

for (let number = 1; catalogue && number <= catalogue.cells; number++) {
  const cell = `cell-${String(number).padStart(2, '0')}`;
  new GlooDelegation(platform, cell, {
    labels: { cell },
    name: cell,
    domains: [`${cell}.example`],
    namespaces: [cell],
  });
  for (const one of catalogue.apps) {
    const { name, port, router, stable, canary } = one;
    const application = new Application({
      name,
      namespace: cell,
      containerPort: port,
      hosts: router === 'gloo' ? [] : [`${cell}.example`],
      paths: [HttpPath.prefix(router === 'gloo' ? `/${name}/` : `/${name}`)],
      versions: { [stable]: versionOf(one, stable), [canary]: versionOf(one, canary) },
    });
    const plan = RolloutPlan.canary({ stable, canary, steps: catalogue.plans[one.plan].map(stepOf) });
    new StagedRollout(app, `${cell}-${name}`, { application, plan, provider: providerOf(router, cell) });
  }
}

app.synth();
