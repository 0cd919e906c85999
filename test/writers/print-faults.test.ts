import { Testing } from 'cdk8s';
import { EnvironmentVariable, IngressNginxProvider, RolloutPlan, StagedRollout, Version } from '../../src';
import { echoApplication, faultsOf } from '../support/rollouts';

/** What an app reports whose only version is given so. */
function reported(props: any): string[] {
  const app = Testing.app();
  const versions = { v1: Version.container({ image: 'registry.example/echo:1', ...props }) };
  new StagedRollout(app, 'echo', {
    application: echoApplication({ versions }),
    plan: RolloutPlan.steady('v1'),
    provider: new IngressNginxProvider(),
  });
  return faultsOf(app);
}

const VALUE = '[echo-00-baseline] Deployment echo-v1.spec.template.spec.containers.0';
const FILE = '[echo-00-baseline] ConfigMap echo-v1-config.data';
const instead = 'write another text, for example with a letter at the beginning';

describe('what Kubernetes reads otherwise than it is meant is refused', () => {
  test.each<[string, string, string]>([
    [
      'NEL, which is read as a line break',
      'a\u0085b',
      "'a\\u0085b', which has the character U+0085, which Kubernetes refuses or reads as something else",
    ],
    [
      'a line separator',
      'a\u2028',
      "'a\\u2028', which has the character U+2028, which Kubernetes refuses or reads as something else",
    ],
    [
      'DEL',
      'a\u007f',
      "'a\\u007f', which has the character U+007F, which Kubernetes refuses or reads as something else",
    ],
    [
      'one half of a surrogate pair',
      'a\ud800',
      'which has the character U+D800, which Kubernetes refuses or reads as something else',
    ],
    [
      'a number that cdk8s does not quote',
      '0o17',
      "'0o17', which is printed without quotes and read as a number by Kubernetes",
    ],
    ['a number with underscores', '1e0_', "'1e0_', which is printed without quotes and read as a number by Kubernetes"],
  ])('in arguments and in the environment: %s', (_, text, reason) => {
    expect(reported({ args: [text] })).toEqual([expect.stringContaining(`${VALUE}.args.0 is the text `)]);
    expect(reported({ args: [text] })[0]).toContain(`${reason}: ${instead}`);
    expect(reported({ env: { A: EnvironmentVariable.value(text) } })[0]).toContain(reason);
  });

  test('in files, and in their names', () => {
    expect(reported({ configFiles: [{ mountPath: '/a', files: { 'a.txt': 'a\u0085b' } }] })[0]).toContain(
      `${FILE}.a.txt is the text`,
    );
    expect(reported({ configFiles: [{ mountPath: '/a', files: { '0o17': 'a' } }] })).toEqual([
      `${FILE} has the key '0o17', which is printed without quotes ` +
        'and read as a number by Kubernetes: choose another key',
    ]);
    expect(reported({ configFiles: [{ mountPath: '/a', files: JSON.parse('{"__proto__":"a"}') }] })).toEqual([
      `${FILE} has the key '__proto__', which cdk8s cannot print: choose another key`,
    ]);
  });

  test('and texts that are only unusual are not', () => {
    const args = ['true', '1', '0x1f', 'e8', '~', 'a: b', '- a', 'a\nb\n', 'ü', '\u00a0', '😀'];
    expect(reported({ args })).toEqual(
      [],
    );
  });
});
