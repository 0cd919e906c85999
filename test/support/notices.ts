// Notices go to standard error: the tests that are about them turn them on.
process.env.CDK8S_ROLLOUTS_NOTICES ??= 'off';
