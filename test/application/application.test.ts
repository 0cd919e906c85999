import { Application, ApplicationProps, HttpPath, PodSecurity, Version } from '../../src';
import { echoApplication, httpEcho } from '../support/rollouts';

function faults(props: Partial<ApplicationProps>): string[] {
  return echoApplication(props).validate();
}

describe('an application', () => {
  test('names the Deployment of a version by a DNS label', () => {
    const application = echoApplication();
    expect(['v1', '2.4.20', 'V2_rc.1'].map((version) => application.deploymentName(version))).toEqual([
      'echo-v1',
      'echo-2-4-20',
      'echo-v2-rc-1',
    ]);
  });

  test('is exposed at every path and host unless it says otherwise', () => {
    const application = echoApplication();
    expect([application.hosts, application.paths.map(String), application.servicePort]).toEqual([[], ['/…'], 80]);
  });

  test('takes every version that can be a label value', () => {
    expect(faults({ versions: { '2.4.20': httpEcho('a'), 'V1_rc': httpEcho('b'), '0f3a9c1': httpEcho('c') } })).toEqual(
      [],
    );
  });

  const long = 'a'.repeat(60);
  test.each<[string, Partial<ApplicationProps>, string[]]>([
    [
      'a name in capitals',
      { name: 'Echo' },
      [
        "the name 'Echo' is not a Service name: use at most 63 lower-case letters, " +
          'digits and dashes, with a letter at the beginning and no dash at the end',
        ...['v1', 'v2', 'v3'].map(
          (v) =>
            `version '${v}': the Deployment name 'Echo-${v}' is not a DNS label: ` +
              'use at most 63 lower-case letters, digits and dashes, ' +
              "with a letter or digit at both ends: shorten the application's name or the version",
        ),
      ],
    ],
    [
      'a name that begins with a digit',
      { name: '3scale' },
      [
        "the name '3scale' is not a Service name: use at most 63 lower-case letters, " +
          'digits and dashes, with a letter at the beginning and no dash at the end',
      ],
    ],
    [
      'a name that leaves no room for the version',
      { name: long, versions: { 'release-1': httpEcho('a') } },
      [
        `version 'release-1': the Deployment name '${long}-release-1' is not a DNS label: ` +
          'use at most 63 lower-case letters, digits and dashes, ' +
          "with a letter or digit at both ends: shorten the application's name or the version",
      ],
    ],
    [
      'a namespace with a dot',
      { namespace: 'a.b' },
      [
        "the namespace 'a.b' is not a DNS label: use at most 63 lower-case letters, " +
          'digits and dashes, with a letter or digit at both ends',
      ],
    ],
    [
      'a namespace with YAML in it',
      { namespace: 'a\n  evil: true' },
      [
        "the namespace 'a\\n  evil: true' is not a DNS label: " +
          'use at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends',
      ],
    ],
    [
      'a port beyond the last',
      { containerPort: 70000, servicePort: 0 },
      [
        'the containerPort 70000 is not a port: write a whole number from 1 to 65535',
        'the servicePort 0 is not a port: write a whole number from 1 to 65535',
      ],
    ],
    [
      'a version that cannot be a label value',
      { versions: { '1.0+build': httpEcho('a') } },
      [
        "version '1.0+build': the version '1.0+build' is not a label value: " +
          'use at most 63 letters, digits, dashes, dots and underscores, with a letter or digit at both ends: ' +
          'its pods are selected by this name, so write a label value',
      ],
    ],
    [
      'an empty version',
      { versions: { '': httpEcho('a') } },
      [
        "version '': the version '' is empty: its pods are selected by this name, so write a label value",
        "version '': the Deployment name 'echo-' is not a DNS label: use at most 63 lower-case letters, " +
          "digits and dashes, with a letter or digit at both ends: shorten the application's name or the version",
      ],
    ],
    [
      'versions with one object name',
      { versions: { '1.0': httpEcho('a'), '1-0': httpEcho('b') } },
      [
        "the versions '1-0' and '1.0' both become '1-0' in object names, " +
          'so one would overwrite the other: give one of them another name',
      ],
    ],
    [
      'a forgotten namespace',
      { namespace: undefined },
      ["the namespace is missing: write for example namespace: 'echo'"],
    ],
    [
      'a port in quotes',
      { containerPort: '8080' as any },
      ["the containerPort '8080' is not a port: write a whole number from 1 to 65535"],
    ],
    [
      'a profile that does not exist',
      { podSecurity: 'Restricted' as any },
      ["podSecurity must be a PodSecurity, given 'Restricted': write for example PodSecurity.RESTRICTED"],
    ],
    [
      'paths that are texts',
      { paths: ['/echo'] as any },
      ["the paths must be a list of HttpPath, and number 1 is '/echo': write for example [HttpPath.prefix('/echo')]"],
    ],
    [
      'a host that is no list',
      { hosts: 'a.example' as any },
      ["the hosts must be a list of host names, given 'a.example': write for example ['app.example']"],
    ],
    ['a host twice', { hosts: ['a.example', 'a.example'] }, ["the host 'a.example' is listed twice: list it once"]],
    [
      'versions that are none',
      { versions: { v1: { image: 'x' } as any } },
      [
        'the versions must map names to Version values, and \'v1\' is {"image":"x"}: ' +
          "write for example { v1: Version.container({ image: 'registry.example/echo:1' }) }",
      ],
    ],
    [
      'no versions',
      { versions: undefined },
      [
        'the versions must map names to Version values, but none is given: ' +
          "write for example { v1: Version.container({ image: 'registry.example/echo:1' }) }",
      ],
    ],
    [
      'labels that are numbers',
      { labels: { a: 1 as any } },
      ["the labels must map keys to texts, and 'a' is 1: write for example { team: 'web' }"],
    ],
    [
      'a label that cdk8s cannot print',
      { labels: { constructor: 'x' } as any },
      ["the label 'constructor' breaks cdk8s, which cannot print it: choose another key"],
    ],
    [
      'files of two versions in one ConfigMap',
      {
        versions: {
          'v1': Version.container({ image: 'x', configFiles: [{ mountPath: '/a', files: {}, name: 'b-config' }] }),
          'v1-b': Version.container({ image: 'x', configFiles: [{ mountPath: '/a', files: {} }] }),
        },
      },
      ["two versions would write the same ConfigMap 'echo-v1-b-config': give the files of one of them another name"],
    ],
    [
      'a pod without containers',
      { versions: { v1: Version.podSpec({ containers: [] }) } },
      ["version 'v1': the pod has no container: give at least one"],
    ],
    [
      'two containers of one name',
      {
        versions: {
          v1: Version.podSpec({
            containers: [
              { name: 'a', image: 'x' },
              { name: 'a', image: 'y' },
            ],
          }),
        },
      },
      ["version 'v1': two containers have the name 'a': give each its own name"],
    ],
    [
      'a pod that ends',
      { versions: { v1: Version.podSpec({ restartPolicy: 'Never', containers: [{ name: 'a', image: 'x' }] }) } },
      [
        "version 'v1': the pods of a Deployment are always restarted, " +
          "but this one has the restartPolicy 'Never': omit restartPolicy (a version cannot be a Job)",
      ],
    ],
    [
      'no pod specification',
      { versions: { v1: Version.podSpec(undefined as any) } },
      [
        "version 'v1': a version needs a pod specification, but none is given: " +
          "write for example Version.podSpec({ containers: [{ name: 'echo', image: 'registry.example/echo:1' }] })",
      ],
    ],
    [
      'nothing as container',
      { versions: { v1: Version.container(undefined as any) } },
      [
        "version 'v1': a version needs an image, but none is given: " +
          "write for example Version.container({ image: 'registry.example/echo:1' })",
      ],
    ],
    [
      'a label value with a blank',
      { labels: { team: 'a b' } },
      [
        "the label 'team': 'a b' is not a label value: use at most 63 letters, " +
          'digits, dashes, dots and underscores, with a letter or digit at both ends',
      ],
    ],
    [
      'a label key with two slashes',
      { labels: { 'a/b/c': 'd' } },
      [
        "the label 'a/b/c' is not a label key: use a name of at most 63 letters, " +
          'digits, dashes, dots and underscores, after an optional DNS prefix and a slash',
      ],
    ],
    [
      'a label that the rollout sets',
      { labels: { version: 'v9' } },
      ["the label 'version' selects the pods, and the rollout sets it: choose another key"],
    ],
    [
      'a host with a scheme',
      { hosts: ['http://app.example'] },
      [
        "the host 'http://app.example' is not a host name: " +
          "write lower-case DNS labels joined by dots, without scheme and port, at most one leading '*.'",
      ],
    ],
    [
      'a path without slash',
      { paths: [HttpPath.prefix('echo')] },
      ["the path 'echo' does not begin with a slash: write '/echo'"],
    ],
    [
      'a path with a query',
      { paths: [HttpPath.exact('/echo?x=1')] },
      [
        "the path '/echo?x=1' has characters that a request path must not contain (RFC 3986, 3.3): " +
          'percent-encode them, and omit query and fragment',
      ],
    ],
    [
      'a path twice',
      { paths: [HttpPath.prefix('/a'), HttpPath.prefix('/a')] },
      ["the path '/a…' is listed twice: list it once"],
    ],
    [
      'no path',
      { paths: [] },
      ['the list of paths is empty, so no request would reach the application: omit it to expose every path'],
    ],
    [
      'a version without pods',
      { versions: { v1: httpEcho('a', 0) } },
      [
        "version 'v1': replicas must be a whole number from 1 to 2147483647, " +
          'given 0: a version without pods cannot answer requests',
      ],
    ],
    [
      'a pod that listens elsewhere',
      {
        versions: {
          v1: Version.podSpec({ containers: [{ name: 'a', image: 'b', ports: [{ containerPort: 9090 }] }] }),
        },
      },
      [
        "version 'v1': no container declares the application's containerPort 8080, " +
          'only 9090, so the Service would lead to a closed port: use the same port in both',
      ],
    ],
    [
      'a privileged pod where the restricted profile is asked for',
      {
        podSecurity: PodSecurity.RESTRICTED,
        versions: {
          v1: Version.podSpec({
            hostNetwork: true,
            containers: [{ name: 'a', image: 'b', securityContext: { privileged: true } }],
          }),
        },
      },
      [
        'version \'v1\': the Pod Security profile "restricted" does not allow hostNetwork: ' +
          'true: remove it, or use PodSecurity.PRIVILEGED',
        'version \'v1\': the Pod Security profile "restricted" does not allow privileged: ' +
          "true in container 'a': remove it, or use PodSecurity.PRIVILEGED",
      ],
    ],
  ])('is refused for %s', (_, props, expected) => {
    const { name } = new Application({ ...echoApplication(), ...props });
    expect(faults(props)).toEqual(expected.map((fault) => `application '${name}': ${fault}`));
  });
});
