import type { Card } from '@lianqun/protocol'
export function importAdaptiveCard(json: unknown): { card: Card; lost: string[] } {
  return { card: json as Card, lost: [] }
}
