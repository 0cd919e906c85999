import { cdk8s, github, javascript } from 'projen';

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-rollouts',
  description:
    'Canary rollouts as cdk8s constructs: one plan, YAML for every stage and router, and proof of who gets which ' +
    'version.',
  keywords: [
    'cdk8s',
    'kubernetes',
    'canary',
    'progressive-delivery',
    'gloo',
    'ingress-nginx',
    'argo-rollouts',
    'istio',
    'gateway-api',
  ],
  author: 'The cdk8s-rollouts authors',
  authorAddress: 'https://github.com/cdk8s-rollouts',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk8s-rollouts/cdk8s-rollouts.git',
  license: 'Apache-2.0',
  copyrightOwner: 'The cdk8s-rollouts authors',
  defaultReleaseBranch: 'main',
  projenrcTs: true,
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.16.0',
  workflowNodeVersion: '24',
  cdk8sVersion: '2.70.106',
  constructsVersion: '10.5.0',
  peerDeps: ['cdk8s-plus-27@^2.9.5'],
  bundledDeps: ['@cfworker/json-schema', 're2js', 'yaml'],
  devDeps: [
    'ajv', 'cdk8s-cli', 'fast-check', 'jsii-pacmak', 'micromark', 'micromark-extension-gfm', 'playwright-core',
  ],
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  entrypoint: 'lib/src/index.js',
  tsconfig: {
    // jsii compiles src/ and the imports/ that it uses; both keep their folder below lib/.
    compilerOptions: { rootDir: '.', inlineSourceMap: false, inlineSources: false },
    include: ['imports/**/*.ts'],
  },
  typecheckTests: true,
  sampleCode: false,
  integrationTestAutoDiscover: false,
  bin: { 'cdk8s-rollouts': 'bin/cdk8s-rollouts' },
  // npm test changes no file: npx eslint --fix does.
  eslintOptions: {
    dirs: ['src'],
    devdirs: ['test', 'examples', 'bench', 'conformance'],
    commandOptions: { fix: false },
  },
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      // Examples are tested as users write them: importing the package by its name.
      moduleNameMapper: { '^cdk8s-rollouts$': '<rootDir>/src/index.ts' },
      testMatch: ['<rootDir>/@(test|examples)/**/*.test.ts'],
      setupFiles: ['<rootDir>/test/support/notices.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/reference/'],
      // Tests are slower with it. Whoever wants it runs: npm test -- --coverage
      collectCoverage: false,
      maxWorkers: '100%',
      coveragePathIgnorePatterns: ['/node_modules/', '<rootDir>/imports/', '<rootDir>/test/'],
      coverageReporters: ['lcov', 'text-summary'],
    },
  },
  githubOptions: { mergify: false },
  // A pull request builds what it says, and writes nothing.
  buildWorkflowOptions: { mutableBuild: false, permissions: { contents: github.workflows.JobPermission.READ } },
  // New versions of what we depend on wait for a week: most bad ones are found by then.
  depsUpgradeOptions: { cooldown: 7 },
  // It runs with the right to publish.
  jsiiReleaseVersion: '0.2.1061',
  gitignore: ['/dist/', '/coverage/', '/*.tgz'],
  // An earlier pack is no part of the package.
  npmIgnoreOptions: { ignorePatterns: ['/*.tgz', '/API.md', '/action/', '/action.yml'] },
  npmProvenance: true,
  npmTrustedPublishing: true,
});

// JsiiBuild assumes lib/index.d.ts.
project.package.addField('types', 'lib/src/index.d.ts');

// Actions run by commit: whoever moves a tag changes nothing here.
const ACTIONS = {
  setupNode: 'actions/setup-node@820762786026740c76f36085b0efc47a31fe5020',
  setupGo: 'actions/setup-go@924ae3a1cded613372ab5595356fb5720e22ba16',
};
project.github!.actions.set('actions/setup-node', ACTIONS.setupNode);
project.github!.actions.set(
  'peter-evans/create-pull-request',
  'peter-evans/create-pull-request@5f6978faf089d4d20b00c7766989d076bb2fc7f1',
);

// publib publishes to the public registry by itself.
project.github!.tryFindWorkflow('release')!.file!.addDeletionOverride('jobs.release_npm.steps.9.env.NPM_REGISTRY');

// Code for the other languages is generated and checked, and not yet published.
project.tryFindObjectFile('package.json')!.addOverride('jsii.targets', {
  python: { distName: 'cdk8s-rollouts', module: 'cdk8s_rollouts' },
  java: {
    package: 'io.github.cdk8s_rollouts',
    maven: { groupId: 'io.github.cdk8s-rollouts', artifactId: 'cdk8s-rollouts' },
  },
  go: { moduleName: 'github.com/cdk8s-rollouts/cdk8s-rollouts-go', packageName: 'cdk8srollouts' },
  dotnet: { namespace: 'Cdk8sRollouts', packageId: 'Cdk8sRollouts' },
});

// unrs-resolver 1.13.0 lacks some of its platform packages, and npm ci then fails.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// Examples and benchmarks import the package by its name, as users do; conformance has tools of its own.
for (const folder of ['examples', 'bench', 'conformance']) {
  new javascript.TypescriptConfig(project, {
    fileName: `${folder}/tsconfig.json`,
    include: ['**/*.ts'],
    compilerOptions: { noEmit: true, rootDir: '..', paths: { 'cdk8s-rollouts': ['../src/index.ts'] } },
  }).addExtends(project.tsconfig!);
  project.testTask.prependExec(`tsc --noEmit -p ${folder}/tsconfig.json`, {
    name: `Type-check the library and ${folder}/`,
  });
}

// The package's own name, which only the type checker knows how to resolve.
project.eslint!.addRules({
  '@stylistic/max-len': [
    'error',
    { code: 120, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true },
  ],
});
project.eslint!.addOverride({
  files: ['examples/**/*.ts', 'bench/**/*.ts'],
  rules: { 'import/no-unresolved': ['error', { ignore: ['^cdk8s-rollouts$'] }] },
});

// jsii says at length that Node 20 is at its end; it still works, and engines allows newer ones.
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

// The package loads its modules when something of them is first used.
project.compileTask.exec('node scripts/package-entry.mjs');

project.addTask('synth', {
  description: 'Synthesize every example into dist/<example>/',
  exec: 'node scripts/examples.mjs',
});
project.addTask('examples:update', {
  description: 'Synthesize every example and keep the YAML beside it as what is expected',
  exec: 'node scripts/examples.mjs --update',
});
project.addTask('docs:update', {
  description: 'Write docs/providers.md from what the providers declare',
  exec: 'jest --coverage=false test/docs',
  env: { UPDATE_DOCS: '1' },
});
project.addTask('bench', {
  description:
    'What synthesis, loading and reading cost, against what people would use instead; written to bench/results.md',
  steps: [{ spawn: 'compile' }, { exec: 'node -r ts-node/register/transpile-only bench/main.ts' }],
  env: { TS_NODE_PROJECT: 'bench/tsconfig.json' },
});
project.addTask('conformance', {
  description: 'Measure what real routers do, and compare the reader with it; written to conformance/ (see its README)',
  exec: 'node scripts/conformance.mjs',
  receiveArgs: true,
});
project.addTask('fuzz:yaml', {
  description: 'Print a million random texts with FleetApp and with cdk8s, and compare the bytes',
  exec: 'node -r ts-node/register/transpile-only test/synthesis/fuzz-yaml.ts',
  env: { TS_NODE_PROJECT: 'test/tsconfig.json' },
  receiveArgs: true,
});
project.addTask('fuzz', {
  description: 'Run 100,000 odd and hostile manifests through every command and every kind of output',
  exec: 'node -r ts-node/register/transpile-only test/fuzz/main.ts',
  env: { TS_NODE_PROJECT: 'test/tsconfig.json' },
  receiveArgs: true,
});
project.addTask('import', {
  description: 'Make the types in imports/ from our subset schemas in imports/crds/',
  exec: 'node scripts/import.mjs',
});
project.addTask('test:reference', {
  description:
    'Check the output against the reference material in ../shared (manifests, upstream CRDs, Kubernetes schemas)',
  exec:
    'jest --ci --coverage=false --testPathIgnorePatterns=/node_modules/ ' +
    '--testMatch="<rootDir>/test/reference/**/*.test.ts"',
  receiveArgs: true,
});
project.addTask('languages', {
  description: 'Generate the code for Python, Java, Go and .NET into dist/languages, without building it',
  exec: 'jsii-pacmak --code-only --outdir dist/languages',
});

// Every night real routers are measured again, and random cases of another seed with them.
const nightly = project.github!.addWorkflow('conformance');
nightly.on({ schedule: [{ cron: '0 3 * * *' }], workflowDispatch: {} });
nightly.addJob('measure', {
  runsOn: ['ubuntu-latest'],
  permissions: { contents: github.workflows.JobPermission.READ },
  timeoutMinutes: 120,
  steps: [
    github.WorkflowSteps.checkout(),
    {
      name: 'Setup Node.js',
      uses: ACTIONS.setupNode,
      with: { 'node-version': '24', 'package-manager-cache': false },
    },
    {
      name: 'Setup Go',
      uses: ACTIONS.setupGo,
      with: { 'go-version': '1.26', 'cache-dependency-path': 'conformance/*/harness/go.sum' },
    },
    { name: 'Install dependencies', run: 'npm ci' },
    { name: 'Install HAProxy', run: 'sudo apt-get update && sudo apt-get install --yes haproxy' },
    { name: 'Measure', run: 'npm run conformance -- --all --random 500 --seed ${{ github.run_number }}' },
    github.WorkflowSteps.uploadArtifact({
      if: 'always()',
      with: { name: 'conformance', path: 'conformance/*/answers.json\nconformance/*/found\nconformance/results.md' },
    }),
  ],
});

// What the package bundles and needs, beside each release.
project.release!.addJobs({
  release_sbom: {
    name: 'Attach the list of components (SBOM)',
    needs: ['release', 'release_github'],
    runsOn: ['ubuntu-latest'],
    permissions: { contents: github.workflows.JobPermission.WRITE },
    if: '!inputs.dry_run',
    steps: [
      github.WorkflowSteps.checkout(),
      { name: 'Setup Node.js', uses: ACTIONS.setupNode, with: { 'node-version': '24', 'package-manager-cache': false } },
      { name: 'Install dependencies', run: 'npm ci' },
      github.WorkflowSteps.downloadArtifact({
        with: { artifactIds: ['${{ needs.release.outputs.artifact_id }}'], path: 'released' },
      }),
      { name: 'List components', run: 'npm sbom --omit dev --sbom-format cyclonedx > sbom.cdx.json' },
      {
        name: 'Attach',
        env: { GH_TOKEN: '${{ secrets.GITHUB_TOKEN }}' },
        run: 'gh release upload "$(cat released/releasetag.txt)" sbom.cdx.json --clobber',
      },
    ],
  },
});

// No later step finds the token of the checkout.
const CHECKOUTS: { [workflow: string]: [job: string, step: number][] } = {
  'build': [['build', 0], ['package-js', 3]],
  'release': [['release', 0], ['release_npm', 3], ['release_sbom', 0]],
  'upgrade-main': [['upgrade', 0], ['pr', 0]],
  'conformance': [['measure', 0]],
};
for (const [workflow, checkouts] of Object.entries(CHECKOUTS)) {
  for (const [job, step] of checkouts) {
    const { file } = project.github!.tryFindWorkflow(workflow)!;
    file!.addOverride(`jobs.${job}.steps.${step}.with.persist-credentials`, false);
  }
}

project.npmignore?.exclude(
  '/imports/',
  '/examples/',
  '/bench/',
  '/conformance/',
  '/docs/',
  '/.ci/',
  '/scripts/',
  '/ARCHITECTURE.md',
  '/CONTRIBUTING.md',
);
project.annotateGenerated('/imports/*.ts');
project.annotateGenerated('/examples/*/expected/**');
project.annotateGenerated('/conformance/*/answers.json');

project.synth();
