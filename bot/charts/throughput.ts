// Figures -> a picture: drawn as SVG, then as PNG with the project's own font. Knows nothing of Slack and asks nobody.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { renderAsync } from '@resvg/resvg-js'
import { clockTime } from '../blocks/wording.ts'
import type { ThroughputQuery } from '../generated/operations.ts'

type Minutes = ThroughputQuery['throughput']

const width = 900
const height = 360
const font = 'DejaVu Sans'
const colors = { succeeded: '#2f9e6e', failed: '#d64545', text: '#333333', grid: '#e6e6e6' }
/** More bars than this are drawn together. */
const mostBars = 90

export async function drawThroughput(minutes: Minutes, zone: string): Promise<Buffer> {
  const svg = await toSvg(gather(minutes), { zone, minutesPerBar: minutesPerBar(minutes) })
  const image = await renderAsync(svg, {
    background: '#ffffff',
    fitTo: { mode: 'width', value: width * 2 },
    font: { loadSystemFonts: false, fontFiles: [fontFile('DejaVuSans.ttf'), fontFile('DejaVuSans-Bold.ttf')], defaultFontFamily: font },
  })
  return image.asPng()
}

function fontFile(name: string): string {
  const require = createRequire(import.meta.url)
  return join(dirname(require.resolve('dejavu-fonts-ttf/package.json')), 'ttf', name)
}

const minutesPerBar = (minutes: Minutes) => Math.ceil(minutes.length / mostBars) || 1

/** Several minutes to a bar when there are many. */
export function gather(minutes: Minutes): Minutes {
  const size = minutesPerBar(minutes)
  const bars: Minutes[number][] = []
  for (let from = 0; from < minutes.length; from += size) {
    const part = minutes.slice(from, from + size)
    bars.push({
      at: part[0]?.at ?? '',
      succeeded: part.reduce((sum, { succeeded }) => sum + succeeded, 0),
      failed: part.reduce((sum, { failed }) => sum + failed, 0),
    })
  }
  return bars
}

/** Loaded when the first picture is asked for: it is large, and most processes draw none. */
async function toSvg(bars: Minutes, { zone, minutesPerBar: size }: { zone: string; minutesPerBar: number }): Promise<string> {
  const { init } = await import('echarts')
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  const series = (name: string, values: number[], color: string) => ({
    name,
    type: 'bar' as const,
    stack: 'all',
    data: values,
    itemStyle: { color },
  })
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: font, color: colors.text },
    title: {
      text: `Tasks by ${size === 1 ? 'minute' : `${size} minutes`}, ${zone} time`,
      left: 12,
      top: 8,
      textStyle: { fontFamily: font, fontSize: 16 },
    },
    legend: { right: 16, top: 10, textStyle: { fontFamily: font } },
    grid: { left: 56, right: 20, top: 54, bottom: 36 },
    xAxis: {
      type: 'category',
      data: bars.map(({ at }) => clockTime(at, zone).slice(0, 5)),
      axisLabel: { fontFamily: font, hideOverlap: true },
    },
    yAxis: { type: 'value', minInterval: 1, axisLabel: { fontFamily: font }, splitLine: { lineStyle: { color: colors.grid } } },
    series: [
      series(
        'done',
        bars.map(({ succeeded }) => succeeded),
        colors.succeeded,
      ),
      series(
        'given up',
        bars.map(({ failed }) => failed),
        colors.failed,
      ),
    ],
  })
  try {
    return chart.renderToSVGString()
  } finally {
    chart.dispose()
  }
}
