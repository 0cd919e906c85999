import { Chart } from 'cdk8s';
import {
  Application,
  RolloutApp,
  RolloutDeployer,
  RolloutPlan,
  StagedRollout,
  Step,
  Version,
  VoyagerApiVersion,
  VoyagerNaming,
  VoyagerProvider,
} from 'cdk8s-rollouts';

const app = new RolloutApp();

// The page that a version serves tells its number.
function httpd(version: string): Version {
  return Version.container({
    image: `httpd:${version}`,
    containerName: 'httpd',
    configFiles: [{ name: 'index', mountPath: '/usr/local/apache2/htdocs', files: { 'index.html': version } }],
  });
}

const application = new Application({
  name: 'httpd',
  namespace: 'httpdcanary',
  containerPort: 80,
  versions: { '2.4.18': httpd('2.4.18'), '2.4.20': httpd('2.4.20'), '2.4.23': httpd('2.4.23') },
});
const provider = new VoyagerProvider({ apiVersion: VoyagerApiVersion.V1BETA1, naming: VoyagerNaming.BY_ROLE });

// The namespace, and an account for the deployment tool that can do nothing outside of it.
const target = new Chart(app, 'target');
new RolloutDeployer(target, 'deployer', { application, provider });

// A deployment tool takes a release through the environments Canary 25%, 75% and 100%, one file each.
const release = RolloutPlan.canary({
  stable: '2.4.18',
  canary: '2.4.20',
  steps: [Step.weight(25), Step.pause(), Step.weight(75), Step.pause(), Step.weight(100), Step.pause()],
});
const stageNames = { 'weight-25': 'Canary 25%', 'weight-75': 'Canary 75%', 'weight-100': 'Canary 100%' };
new StagedRollout(app, 'httpd', { application, plan: release, provider, stageNames });

// The next release goes the same way.
new StagedRollout(app, 'httpd-next', { application, plan: release.next('2.4.23'), provider, stageNames });

app.synth();
