import { Command } from './command';

export const diffCommand: Command = { name: 'diff', summary: '', help: '', run: () => 0 };
