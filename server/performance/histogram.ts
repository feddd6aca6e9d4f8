// Durations counted in buckets that grow by a quarter: few numbers for any stretch of time, percentiles within some ten percent. Pure.

/** Counts by bucket. */
export type Histogram = Readonly<Record<string, number>>

const smallestMs = 1
const growth = 1.25

export function bucketOf(ms: number): string {
  return String(ms <= smallestMs ? 0 : Math.ceil(Math.log(ms / smallestMs) / Math.log(growth)))
}

export function merge(histograms: readonly Histogram[]): Histogram {
  const sum: Record<string, number> = {}
  for (const histogram of histograms) for (const [bucket, count] of Object.entries(histogram)) sum[bucket] = (sum[bucket] ?? 0) + count
  return sum
}

/** In seconds, the middle of its bucket; null when nothing was counted. */
export function percentileSeconds(histogram: Histogram, share: number): number | null {
  const buckets = Object.entries(histogram)
    .map(([bucket, count]) => ({ bucket: Number(bucket), count }))
    .sort((a, b) => a.bucket - b.bucket)
  const total = buckets.reduce((sum, { count }) => sum + count, 0)
  let seen = 0
  for (const { bucket, count } of buckets) {
    seen += count
    if (seen >= share * total) return middleSeconds(bucket)
  }
  return null
}

/** As exact as the buckets are; null when nothing was counted. */
export function meanSeconds(histogram: Histogram): number | null {
  const buckets = Object.entries(histogram)
  const total = buckets.reduce((sum, [, count]) => sum + count, 0)
  return total === 0 ? null : buckets.reduce((sum, [bucket, count]) => sum + count * middleSeconds(Number(bucket)), 0) / total
}

function middleSeconds(bucket: number): number {
  return (smallestMs * growth ** Math.max(bucket - 0.5, 0)) / 1000
}
