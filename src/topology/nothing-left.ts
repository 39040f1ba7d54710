/** Fails to compile if a field of the format is not read. */
export function nothingLeft(_rest: Record<string, never>): void {}
