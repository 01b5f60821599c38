import { globSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { describe, expect, test } from 'vitest'

/*
 * A class belongs to the folder whose name it begins with; those of ui/ have no prefix and are for all. A state
 * (`active`, `own`) has none either, and stands only beside a class that it is the state of.
 */

const root = import.meta.dirname
const shared = 'ui'
const files = (pattern: string) => globSync(pattern, { cwd: root }).map(file => file.split(sep).join('/'))
const folderOf = (file: string) => file.split('/')[0] ?? ''
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const sheets = files('*/**/*.css')
const sources = files('**/*.{ts,tsx}').filter(file => !/\.test\.tsx?$/.test(file))
const features = [...new Set(sheets.map(folderOf))].filter(folder => folder !== shared)

/** The parts of each selector that say one element: `.a.b:hover`. */
function elements(file: string): { selector: string; classes: string[] }[] {
  const text = read(file).replace(/\/\*[\s\S]*?\*\//g, '')
  return [...text.matchAll(/([^{};]+)\{/g)]
    .map(([, selector = '']) => selector.trim())
    .filter(selector => !selector.startsWith('@'))
    .flatMap(selector => selector.split(/[\s>+~,()]+/).map(part => ({ selector, classes: classesOf(part) })))
    .filter(({ classes }) => classes.length > 0)
}

function classesOf(part: string): string[] {
  return [...part.matchAll(/\.([a-zA-Z][\w-]*)/g)].map(([, name = '']) => name)
}

const styled = new Map<string, Set<string>>()
for (const sheet of sheets) {
  const folder = folderOf(sheet)
  for (const { classes } of elements(sheet)) styled.set(folder, new Set([...(styled.get(folder) ?? []), ...classes]))
}
const styledIn = (folder: string) => styled.get(folder) ?? new Set<string>()
const isOf = (folder: string, name: string) => name === folder || name.startsWith(`${folder}-`)
/** The editor's own, on the paragraph that shows the placeholder. */
const foreign = 'is-editor-empty'
const isShared = (name: string) => styledIn(shared).has(name) || name === foreign

/** Classes that a file names: in `className`, or in the pieces of it that `cx` joins. */
function namedIn(file: string): string[] {
  const attributes = [
    ...read(file)
      .replace(/[!=]== '[^']*'/g, '')
      .matchAll(/[cC]lassName=(?:"([^"]*)"|\{([\s\S]*?)\}(?=[\s/>]))|\bcx\(([\s\S]*?)\n? *\)[},\n]/g),
  ]
  return attributes
    .flatMap(([, plain, expression, joined]) =>
      plain !== undefined
        ? [plain]
        : [...(expression ?? joined ?? '').matchAll(/(?:'([^']*)'|`([^`]*)`)/g)].map(
            ([, quoted, template]) => quoted ?? (template ?? '').replace(/\$\{[^}]*\}/g, ' '),
          ),
    )
    .flatMap(text => text.split(/\s+/))
    .filter(name => name !== '')
}

/** Whether a text names a class, between quotes, spaces or the signs of a selector. */
function names(text: string, name: string): boolean {
  return new RegExp(`(?<=[\\s'"\`.])${name}(?=[\\s'"\`{:.,>]|$)`, 'm').test(text)
}

describe.each(features)('%s', folder => {
  const own = [...styledIn(folder)].filter(name => isOf(folder, name))
  const code = sources.filter(file => folderOf(file) === folder)

  test('each rule of its style sheets is about a class of its own, and no state stands alone', () => {
    const strange: string[] = []
    for (const sheet of sheets.filter(file => folderOf(file) === folder)) {
      for (const [selector, parts] of Map.groupBy(elements(sheet), element => element.selector)) {
        const mine = parts.some(({ classes }) => classes.some(name => isOf(folder, name)))
        const alone = parts.some(({ classes }) => !classes.some(name => isOf(folder, name) || isShared(name)))
        if (!mine || alone) strange.push(`${sheet}: ${selector}`)
      }
    }
    expect(strange).toEqual([])
  })

  test('no other folder names or styles its classes', () => {
    const others = [...sources, ...sheets].filter(file => folderOf(file) !== folder)
    const strange = others.flatMap(file => {
      const text = read(file)
      return own.filter(name => name !== folder && names(text, name)).map(name => `${file}: ${name}`)
    })
    expect(strange).toEqual([])
  })

  test('each class it names is styled', () => {
    const unknown = code.flatMap(file =>
      namedIn(file)
        .filter(name => !styledIn(folder).has(name) && !isShared(name))
        .map(name => `${file}: ${name}`),
    )
    expect(unknown).toEqual([])
  })

  test('each class it styles is named', () => {
    const all = code.map(read).join('\n')
    expect(own.filter(name => !names(all, name))).toEqual([])
  })
})

test('what all share knows no feature', () => {
  const ui = sheets.filter(sheet => folderOf(sheet) === shared)
  const all = ui.flatMap(elements).flatMap(({ classes }) => classes)
  expect(all.filter(name => features.some(feature => isOf(feature, name)))).toEqual([])
})

test('each class that ui/ styles is named somewhere', () => {
  const all = sources.map(read).join('\n')
  // The icons' own class, and `n` with the number of people in a picture.
  const others = ['lucide', 'n2', 'n3']
  expect([...styledIn(shared)].filter(name => !names(all, name) && !others.includes(name))).toEqual([])
})

test('what floats by its shadow has an edge in high contrast, which takes shadows away', () => {
  const bare = sheets.flatMap(sheet => {
    const sheetText = read(sheet).replace(/\/\*[\s\S]*?\*\//g, '')
    const folderText = sheets
      .filter(other => folderOf(other) === folderOf(sheet))
      .map(other => read(other).split('@media (forced-colors: active)')[1] ?? '')
      .join('\n')
    return [...sheetText.matchAll(/([^{};]+)\{([^{}]*)\}/g)]
      .filter(([, , body = '']) => /box-shadow: var\(--shadow-[234]\)/.test(body) && !/border(-left)?: 1px/.test(body))
      .flatMap(([, selector = '']) => classesOf(selector).slice(-1))
      .filter(name => !names(folderText, name))
      .map(name => `${sheet}: ${name}`)
  })
  expect(bare).toEqual([])
})

test('the rules for high contrast in ui/ are about what its other sheets draw', () => {
  const others = sheets.filter(sheet => folderOf(sheet) === shared && !sheet.endsWith('/contrast.css'))
  const drawn = new Set(others.flatMap(elements).flatMap(({ classes }) => classes))
  const strange = elements('ui/contrast.css').flatMap(({ classes }) => classes.filter(name => !drawn.has(name)))
  expect(strange).toEqual([])
})
