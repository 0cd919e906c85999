import { App, Testing } from 'cdk8s';
import {
  Application,
  HeaderMatch,
  HttpPath,
  IngressNginxOptions,
  IngressNginxProvider,
  RolloutPlan,
  StagedRollout,
  Step,
} from '../../../src';
import { echoApplication, faultsOf } from '../../support/rollouts';

function rollout(
  app: App,
  application: Application,
  options: IngressNginxOptions = {},
  steps: Step[] = [],
): StagedRollout {
  return new StagedRollout(app, application.name, {
    application,
    plan: RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps }),
    provider: new IngressNginxProvider(options),
  });
}

function faults(application: Application, options: IngressNginxOptions = {}, steps: Step[] = []): string[] {
  const app = Testing.app();
  rollout(app, application, options, steps);
  return faultsOf(app);
}

const lane = (...matches: HeaderMatch[]) => Step.headerRoute(...matches);
const OPTION = (name: string) => `nginx.ingress.kubernetes.io/${name}`;

describe('over ingress-nginx is refused', () => {
  test.each<[string, Application, IngressNginxOptions, Step[], string[]]>([
    [
      'a second header in a route',
      echoApplication(),
      {},
      [lane(HeaderMatch.exact('a', 'b'), HeaderMatch.exact('c', 'd'))],
      [
        'plan v1 → v2: step 1, headerRoute(a: b and c: d): ingress-nginx matches one header per canary, ' +
          'and allows one canary per Ingress backend. Use one header, or GatewayApiProvider, which matches several',
      ],
    ],
    [
      'a second header route',
      echoApplication(),
      {},
      [lane(HeaderMatch.exact('a', 'b')), lane(HeaderMatch.exact('a', 'c'))],
      [
        'plan v1 → v2: step 2, headerRoute(a: c): ingress-nginx matches one header per canary, ' +
          'and allows one canary per Ingress backend. Use one HeaderMatch.regex on one header, ' +
          'or GatewayApiProvider, which supports several header routes',
      ],
    ],
    [
      'a mirror',
      echoApplication(),
      {},
      [Step.mirrorRoute(5)],
      [
        'plan v1 → v2: step 1, mirrorRoute(5): ingress-nginx copies all requests of an Ingress ' +
          'or none (the annotation mirror-target of the main Ingress), not a percentage. ' +
          'Omit the step, or use GatewayApiProvider, which mirrors a percentage',
      ],
    ],
    [
      'an analysis',
      echoApplication(),
      {},
      [Step.analysis({ templates: ['success-rate'] })],
      [
        'plan v1 → v2: step 1, analysis(success-rate): ingress-nginx does not measure, ' +
          'and its stages are applied by hand or by a commit. Write a Step.pause() and measure ' +
          'before the next stage, or use a controller-run provider such as ArgoRolloutsProvider',
      ],
    ],
    [
      'a header that nginx drops',
      echoApplication(),
      {},
      [lane(HeaderMatch.exact('x_canary', 'a'))],
      [
        "ingress-nginx: the header 'x_canary' never matches, because nginx drops headers " +
          'whose names have other characters than letters, digits and dashes: choose another name',
      ],
    ],
    [
      'a repetition with a comma',
      echoApplication(),
      {},
      [lane(HeaderMatch.regex('x', 'a{1,3}'))],
      [
        "ingress-nginx: the expression 'a{1,3}' for header 'x' cannot be written as a pattern: " +
          'the controller silently drops a pattern with a comma, and the comma of a repetition cannot be escaped: ' +
          'write out the alternatives, for example a|aa|aaa for a{1,3}, or aa* for a{1,}',
      ],
    ],
    [
      'a quoted part',
      echoApplication(),
      {},
      [lane(HeaderMatch.regex('x', '\\Qa.b\\E'))],
      [
        "ingress-nginx: the expression '\\Qa.b\\E' for header 'x' cannot be written as a pattern: " +
          'it quotes with \\Q, and quoted characters cannot be escaped: write the characters themselves',
      ],
    ],
    [
      'a named group',
      echoApplication(),
      {},
      [lane(HeaderMatch.regex('x', '(?P<a>b)'))],
      [
        "ingress-nginx: the expression '(?P<a>b)' for header 'x' cannot be written as a pattern: " +
          'the controller silently drops a pattern with a named group: write the group without a name',
      ],
    ],
    [
      'what RE2 and PCRE read differently',
      echoApplication(),
      {},
      [lane(HeaderMatch.regex('x', '\\v'))],
      [
        "ingress-nginx: the expression '\\v' for header 'x' cannot be written as a pattern: " +
          '\\v is one character in RE2 and a class in PCRE: write \\x0b',
      ],
    ],
    [
      'a character by its code point',
      echoApplication(),
      {},
      [lane(HeaderMatch.regex('x', '\\x{263a}'))],
      [
        "ingress-nginx: the expression '\\x{263a}' for header 'x' cannot be written as a pattern: " +
          'PCRE does not read \\x{…} as a byte: header values are ASCII, so write for example \\x41',
      ],
    ],
    [
      'a header beside the one that clients choose by',
      echoApplication(),
      { choiceHeader: 'X-Canary' },
      [lane(HeaderMatch.exact('x-user', 'qa'))],
      [
        "ingress-nginx: a canary has one header: the header route 'x-user: " +
          "qa' and the choiceHeader 'X-Canary' exclude each other, " +
          'because with a header value ingress-nginx no longer interprets always and never: omit one of them',
      ],
    ],
    [
      'a cookie that is no name',
      echoApplication(),
      { choiceCookie: 'a;b' },
      [],
      [
        "ingress-nginx: the choiceCookie 'a;b' has characters that a cookie name must not contain: " +
          'use letters, digits, dashes and underscores',
      ],
    ],
    [
      'a choice by nothing',
      echoApplication(),
      { choiceHeader: '' },
      [],
      [
        "ingress-nginx: the choiceHeader '' never matches, because nginx drops headers whose " +
          'names have other characters than letters, digits and dashes: choose another name',
      ],
    ],
    [
      'a path with an escape',
      echoApplication({ paths: [HttpPath.prefix('/a%20b')] }),
      {},
      [],
      [
        "ingress-nginx: the path '/a%20b' contains '%', but the controller accepts letters, " +
          'digits and -_./ only (strict-validate-path-type): expose a shorter prefix',
      ],
    ],
    [
      'a path like an expression',
      echoApplication({ paths: [HttpPath.prefix('/a(b)*')] }),
      {},
      [],
      [
        "ingress-nginx: the path '/a(b)*' contains '(', but the controller accepts letters, " +
          'digits and -_./ only (strict-validate-path-type): expose a shorter prefix',
      ],
    ],
    [
      'a path with two slashes',
      echoApplication({ paths: [HttpPath.prefix('/a//b')] }),
      {},
      [],
      [
        "ingress-nginx: the path '/a//b' contains '//', " +
          'which the API server rejects: write the path in its simplest form',
      ],
    ],
    [
      'a path that ends in two dots',
      echoApplication({ paths: [HttpPath.prefix('/a/..')] }),
      {},
      [],
      [
        "ingress-nginx: the path '/a/..' contains '/..', " +
          'which the API server rejects: write the path in its simplest form',
      ],
    ],
    [
      'an exact path beside a rewrite',
      echoApplication({ paths: [HttpPath.exact('/about')] }),
      { annotations: { [OPTION('rewrite-target')]: '/' } },
      [],
      [
        'ingress-nginx: the annotations rewrite-target and use-regex make all paths of a host regular ' +
          "expressions without an end anchor, so the exact path '/about' would also match longer paths: " +
          "expose it as HttpPath.prefix('/about'), or omit the annotation",
      ],
    ],
    [
      'a canary annotation on the main Ingress',
      echoApplication(),
      { annotations: { [OPTION('canary')]: 'true', [OPTION('canary-weight')]: '5' } },
      [],
      [
        "ingress-nginx: the annotation 'nginx.ingress.kubernetes.io/canary' belongs to the canary Ingress, " +
          'which the rollout writes; it would turn the main Ingress into a canary: omit it',
        "ingress-nginx: the annotation 'nginx.ingress.kubernetes.io/canary-weight' belongs to the canary Ingress, " +
          'which the rollout writes; it would turn the main Ingress into a canary: omit it',
      ],
    ],
    [
      'a class by annotation',
      echoApplication(),
      { annotations: { 'kubernetes.io/ingress.class': 'nginx' } },
      [],
      [
        "ingress-nginx: API servers reject the annotation 'kubernetes.io/ingress.class' " +
          'together with ingressClassName (newer ones only if they differ): omit it, and give ingressClassName',
      ],
    ],
    [
      'an annotation that is none',
      echoApplication(),
      { annotations: { 'a b': 'c' } },
      [],
      [
        "ingress-nginx: the annotation 'a b' is not a label key: use a name of at most 63 letters, " +
          'digits, dashes, dots and underscores, after an optional DNS prefix and a slash',
      ],
    ],
    [
      'an annotation that is not a text',
      echoApplication(),
      { annotations: { [OPTION('enable-cors')]: true as any } },
      [],
      [
        "ingress-nginx: annotations must map names to texts, and 'nginx.ingress.kubernetes.io/enable-cors' is true: " +
          "write for example { 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' }",
      ],
    ],
    [
      'a class that is none',
      echoApplication(),
      { ingressClassName: 'Nginx' },
      [],
      [
        "ingress-nginx: the IngressClass 'Nginx' is not an object name: " +
          'use at most 253 lower-case letters, digits, dashes and dots, with a letter or digit at both ends',
      ],
    ],
    [
      'one name for both Ingresses',
      echoApplication(),
      { canaryIngressName: 'echo' },
      [],
      [
        "ingress-nginx: the main Ingress and the canary Ingress both have the name 'echo', " +
          'so one would overwrite the other: give one of them another name',
      ],
    ],
    [
      'a certificate for a host of others',
      echoApplication({ hosts: ['app.example'] }),
      { tls: [{ secretName: 'tls', hosts: ['other.example'] }] },
      [],
      [
        "ingress-nginx: the certificate 'tls' is for 'other.example', " +
          "which is not one of the application's hosts: list it there too",
      ],
    ],
    [
      'a certificate without Secret',
      echoApplication(),
      { tls: [{ hosts: ['a'] } as any] },
      [],
      [
        'ingress-nginx: tls must be a list of certificates, and number 1 is {"hosts":["a"]}: ' +
          "write for example [{ secretName: 'app-tls' }]",
      ],
    ],
    [
      'a Secret that is none',
      echoApplication({ hosts: ['app.example'] }),
      { tls: [{ secretName: 'A B' }] },
      [],
      [
        "ingress-nginx: the Secret of a certificate 'A B' is not an object name: " +
          'use at most 253 lower-case letters, digits, dashes and dots, with a letter or digit at both ends',
      ],
    ],
    [
      'a certificate for no host',
      echoApplication(),
      { tls: [{ secretName: 'a' }] },
      [],
      [
        "ingress-nginx: the certificate 'a' has no effect, because the application has no hosts, " +
          'and the controller would serve its default certificate: give the application hosts',
      ],
    ],
    [
      'an address as host',
      echoApplication({ hosts: ['10.0.0.1'] }),
      {},
      [],
      [
        "ingress-nginx: the host '10.0.0.1' is an IP address, " +
          'but the API server takes names only: omit the hosts, or give a name',
      ],
    ],
    [
      'prefixes that are one location',
      echoApplication({ paths: [HttpPath.prefix('/x'), HttpPath.prefix('/x/')] }),
      {},
      [],
      [
        "ingress-nginx: the prefixes '/x' and '/x/' become the same nginx location, " +
          "and nginx rejects a configuration with both: omit '/x/'",
      ],
    ],
    [
      'what answers in place of every version',
      echoApplication(),
      { annotations: { 'nginx.ingress.kubernetes.io/permanent-redirect': 'https://b.example' } },
      [],
      [
        "ingress-nginx: the annotation 'nginx.ingress.kubernetes.io/permanent-redirect' " +
          'redirects every client, so no version would answer: omit it',
      ],
    ],
    [
      'groups that no path has',
      echoApplication(),
      { annotations: { 'nginx.ingress.kubernetes.io/rewrite-target': '/$2' } },
      [],
      [
        "ingress-nginx: the rewrite-target '/$2' refers to capture groups, but these paths are prefixes " +
          'without groups, so the groups would be empty: rewrite to a fixed path, or rewrite in the application',
      ],
    ],
  ])('%s', (_, application, options, steps, expected) => {
    expect(faults(application, options, steps)).toEqual(expected.map((fault) => `[echo] ${fault}`));
  });

  test('one path for two applications', () => {
    const app = Testing.app();
    const application = (name: string, props: Partial<Parameters<typeof echoApplication>[0]> = {}) =>
      echoApplication({ name, namespace: name, hosts: ['app.example'], ...props });
    rollout(app, application('echo'));
    rollout(app, application('other'));
    rollout(app, application('deeper', { paths: [HttpPath.prefix('/deeper')] }));
    rollout(app, application('elsewhere', { hosts: ['b.example'] }));
    rollout(app, application('internal'), { ingressClassName: 'internal' });
    expect(faultsOf(app)).toEqual([
      "[other] ingress-nginx: echo/echo and other/other both expose /… for the host 'app.example'; the " +
        'controller serves the older Ingress, and its webhook rejects the newer one: give each its own path or host',
    ]);
  });

  test('half a path element where annotations make expressions of paths', () => {
    const app = Testing.app();
    const application = (name: string, path: string) =>
      echoApplication({ name, namespace: name, hosts: ['app.example'], paths: [HttpPath.prefix(path)] });
    rollout(app, application('echo', '/echo'), { annotations: { [OPTION('rewrite-target')]: '/' } });
    rollout(app, application('echoes', '/echoes'));
    rollout(app, application('admin', '/echo/admin'));
    expect(faultsOf(app)).toEqual([
      '[echoes] ingress-nginx: an annotation (rewrite-target, use-regex) makes all paths of the host ' +
        "'app.example' regular expressions, so '/echo' also takes '/echoes…' while the longer path is missing; " +
        'echo/echo and echoes/echoes expose both: rename one of the paths, or omit the annotation',
    ]);
  });

  test('one location of two applications, which breaks the configuration of every host', () => {
    const app = Testing.app();
    const application = (name: string, path: string) =>
      echoApplication({ name, namespace: name, hosts: ['app.example'], paths: [HttpPath.prefix(path)] });
    rollout(app, application('bare', '/a'));
    rollout(app, application('slash', '/a/'));
    rollout(app, application('below', '/a/b'));
    expect(faultsOf(app)).toEqual([
      '[slash] ingress-nginx: bare/bare exposes /a… and slash/slash exposes ' +
        "/a/… for the host 'app.example', which become the same nginx location, " +
        'and nginx rejects a configuration with both: give each its own path or host',
    ]);
  });

  test('an exact path that an annotation of another application on the same host widens', () => {
    const app = Testing.app();
    const application = (name: string, path: HttpPath) =>
      echoApplication({ name, namespace: name, hosts: ['app.example'], paths: [path] });
    rollout(app, application('echo', HttpPath.prefix('/')), { annotations: { [OPTION('rewrite-target')]: '/' } });
    rollout(app, application('exact', HttpPath.exact('/only')));
    expect(faultsOf(app)).toEqual([
      '[exact] ingress-nginx: an annotation (rewrite-target, use-regex) makes all paths of the host ' +
        "'app.example' regular expressions, so the exact path '/only' of exact/exact also takes '/only…', " +
        "which echo/echo exposes below '/': give exact/exact its own host, or omit the annotation",
    ]);
  });

  test('a Service of two plans, which would leak the canary of one into the other', () => {
    const app = Testing.app();
    const versions = echoApplication().versions;
    rollout(
      app,
      echoApplication({ name: 'echo', versions: { ...versions, 'a-v1': versions.v1 }, hosts: ['a.example'] }),
    );
    const other = echoApplication({ name: 'echo-a', versions, hosts: ['b.example'] });
    rollout(app, other);
    new StagedRollout(app, 'third', {
      application: echoApplication({
        name: 'echo',
        versions: { ...versions, 'a-v1': versions.v1 },
        hosts: ['a.example'],
      }),
      plan: RolloutPlan.steady('a-v1'),
      provider: new IngressNginxProvider(),
    });
    expect(faultsOf(app)).toContain(
      '[echo-a] echo/echo-a and echo/echo both write core Service echo/echo-a-v1, ' +
        'so one would overwrite the other: give one of them another name, or another namespace for this object',
    );
  });

  test('the same application in two plans on two hosts, whose canary would leak from one to the other', () => {
    const app = Testing.app();
    rollout(app, echoApplication({ hosts: ['a.example'] }));
    new StagedRollout(app, 'again', {
      application: echoApplication({ hosts: ['b.example'] }),
      plan: RolloutPlan.canary({ stable: 'v1', canary: 'v3', steps: [] }),
      provider: new IngressNginxProvider(),
    });
    expect(faultsOf(app)).toEqual([
      '[again] the application echo/echo occurs twice with different hosts, so the one that is ' +
        'applied last would overwrite the other: make both equal, or give one of them another name',
    ]);
  });
});
