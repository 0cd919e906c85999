// Lets the examples import the package by its name while they run against the sources beside them.
const Module = require('node:module');
const { join } = require('node:path');

const resolve = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) => resolve(request === 'cdk8s-rollouts' ? join(__dirname, '..', 'src', 'index.ts') : request, ...rest);
