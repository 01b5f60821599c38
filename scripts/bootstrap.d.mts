export const root: string
export function say(line: string): void
export function fail(line: string): never
export function ensureInstalled(): void
export function ensureChromium(): string
export function ensureBuilt(): Promise<void>
export function runNode(args: string[], env?: Record<string, string>): Promise<number>
