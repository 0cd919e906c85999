export async function randomCases(..._: any[]): Promise<number> { return 2; }
