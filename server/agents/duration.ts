// Durations as people write them in YAML: "500ms", "30s", "5m", "2h", "1d". Knows nothing of what they are for.

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

export const durationPattern = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/
export const durationExpected = 'expected a duration such as 500ms, 30s, 5m, 2h or 1d'

export function parseDuration(text: string): number {
  const match = durationPattern.exec(text.trim())
  if (!match) throw new Error(`${durationExpected}, got "${text}"`)
  return Math.round(Number(match[1]) * (unitMs[match[2] ?? ''] ?? 0))
}
