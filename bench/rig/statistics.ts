// Percentiles and medians. Pure.

/** The smallest value that at least this share of the values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** The run in the middle, by the figure that counts. */
export function medianRun<T>(runs: readonly T[], figure: (run: T) => number): T {
  const sorted = [...runs].sort((a, b) => figure(a) - figure(b))
  const middle = sorted[Math.floor((sorted.length - 1) / 2)]
  if (middle === undefined) throw new Error('expected at least one run, got none')
  return middle
}

/** By how much a figure grows from the first sample to the last, by the straight line that fits them best. */
export function growthOf(samples: readonly { at: number; value: number }[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [at, value] = [mean(samples.map((sample) => sample.at)), mean(samples.map((sample) => sample.value))]
  const spread = samples.reduce((sum, sample) => sum + (sample.at - at) ** 2, 0)
  const slope = samples.reduce((sum, sample) => sum + (sample.at - at) * (sample.value - value), 0) / spread
  const moments = samples.map((sample) => sample.at)
  return slope * (Math.max(...moments) - Math.min(...moments))
}

export function median(values: readonly number[]): number {
  return medianRun(values, (value) => value)
}
