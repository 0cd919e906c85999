import { cdk8s, javascript } from 'projen';
const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-rollouts',
  author: 'The cdk8s-rollouts authors',
  authorAddress: 'maintainers@cdk8s-rollouts.invalid',
  repositoryUrl: 'https://github.com/cdk8s-rollouts/cdk8s-rollouts',
  defaultReleaseBranch: 'main',
  projenrcTs: true,
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.16.0',
  workflowNodeVersion: '24',
  cdk8sVersion: '2.70.106',
  constructsVersion: '10.5.0',
  peerDeps: ['cdk8s-plus-27@^2.9.5'],
  bundledDeps: ['re2js', 'yaml'],
  devDeps: ['cdk8s-cli', 'fast-check', 'ajv', 'jsii-pacmak'],
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  entrypoint: 'lib/src/index.js',
  tsconfig: {
    compilerOptions: { rootDir: '.', inlineSourceMap: false, inlineSources: false },
    include: ['imports/**/*.ts'],
  },
  typecheckTests: true,
  sampleCode: false,
  integrationTestAutoDiscover: false,
  eslintOptions: { dirs: ['src'], devdirs: ['test', 'examples'] },
  jestOptions: { updateSnapshot: javascript.UpdateSnapshot.NEVER },
  npmProvenance: true,
  npmTrustedPublishing: true,
});
project.package.addField('types', 'lib/src/index.d.ts');
project.package.addPackageResolutions('unrs-resolver@1.12.2');
project.synth();
