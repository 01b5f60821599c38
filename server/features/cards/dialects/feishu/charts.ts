import { type CardElement, escapeMarkdown, limits } from '@lianqun/protocol'
import type { JsonObject } from '../../converted.ts'
import { at, isObject, listOf, objectOf, objectsOf, textOf } from '../../json.ts'
import type { Conversion } from './conversion.ts'
import { literal } from './texts.ts'

/* Charts are VChart specifications (https://www.visactor.io/vchart/option/): a title, and values by names of fields. */

const kinds = new Map([
  ['line', '折线图'],
  ['area', '面积图'],
  ['bar', '柱状图'],
  ['pie', '饼图'],
  ['scatter', '散点图'],
  ['radar', '雷达图'],
  ['funnel', '漏斗图'],
  ['progress', '进度图'],
  ['linearProgress', '进度图'],
  ['circularProgress', '进度图'],
  ['wordCloud', '词云'],
  ['common', '组合图'],
])

/** Values of which a chart that cannot be drawn is made readable. */
const mostFacts = 12

/** The values of a chart: of its only data set, else of the first of several. */
function valuesOf(spec: JsonObject): JsonObject[] {
  const data = Array.isArray(spec.data) ? objectOf(spec.data[0]) : objectOf(spec.data)
  return objectsOf(data.values)
}

/** A field of a specification, which may stand in a list. */
function nameOf(value: unknown): string {
  return textOf(Array.isArray(value) ? value[0] : value)
}

/** A chart: a line of one series is drawn as one, of the others the first values are read. */
export function chartElements(element: JsonObject, path: string, conversion: Conversion): CardElement[] {
  const spec = objectOf(element.chart_spec)
  const type = textOf(spec.type)
  const title = conversion.line(at(spec, 'title.text'), `${path}.chart_spec.title`)
  const kind = kinds.get(type) ?? '图表'
  const values = valuesOf(spec)
  const across = nameOf(spec.xField ?? spec.categoryField)
  const up = nameOf(spec.yField ?? spec.valueField)
  const series = nameOf(spec.seriesField)
  const points = values.map(value => value[up]).filter(amount => typeof amount === 'number' && Number.isFinite(amount))
  const heading = [literal(title === '' ? kind : title, { weight: 'bolder' }) ?? []].flat()
  const one = series === '' && points.length === values.length
  if ((type === 'line' || type === 'area') && one && points.length >= 2) {
    const shown = (points as number[]).slice(0, limits.cardItems)
    if (points.length > shown.length) conversion.note(path, `more than ${limits.cardItems} points`)
    return [...heading, { type: 'Sparkline', values: shown, altText: title === '' ? kind : title }]
  }
  conversion.note(path, 'a chart: its title and first values as text')
  const facts = values.slice(0, mostFacts).flatMap(value => {
    const label = [across, series].map(name => (isObject(value) ? textOf(value[name]) : '')).filter(Boolean)
    const amount = textOf(value[up])
    if (label.length === 0 || amount === '') return []
    const words = (text: string) => escapeMarkdown(conversion.line(text, path))
    return [{ title: words(label.join(' · ')), value: words(amount) }]
  })
  if (listOf(values).length > mostFacts)
    heading.push(...[literal(`${values.length} 项，前 ${mostFacts} 项：`) ?? []].flat())
  return facts.length === 0 ? heading : [...heading, { type: 'FactSet', facts }]
}
