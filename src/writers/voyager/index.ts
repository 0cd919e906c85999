export * from './options';
export * from './provider';
export * from './voyager-weighted';
