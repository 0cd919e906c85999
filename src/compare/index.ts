export * from './request-space';
export * from './stage-comparison';
export * from './traffic-comparison';
