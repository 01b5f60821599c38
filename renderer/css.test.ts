import { globSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { describe, expect, test } from 'vitest'

/*
 * A class belongs to the folder whose name is its prefix; classes of ui/ have no prefix and are shared. A state
 * (`active`, `own`) has no prefix either, and appears only together with the class that it modifies.
 */

const root = import.meta.dirname
const shared = 'ui'
const files = (pattern: string) => globSync(pattern, { cwd: root }).map(file => file.split(sep).join('/'))
const folderOf = (file: string) => file.split('/')[0] ?? ''
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const sheets = files('*/**/*.css')
const sources = files('**/*.{ts,tsx}').filter(file => !/\.test\.tsx?$/.test(file))
const features = [...new Set(sheets.map(folderOf))].filter(folder => folder !== shared)

/** The compound selectors of a style sheet: `.a.b:hover`. */
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
/** The editor sets this class on the paragraph that shows the placeholder. */
const foreign = 'is-editor-empty'
const isShared = (name: string) => styledIn(shared).has(name) || name === foreign

/** Class names in a file: in `className` or in the arguments of `cx`. */
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

/** Whether a text contains a class name between quotes, spaces or selector characters. */
function names(text: string, name: string): boolean {
  return new RegExp(`(?<=[\\s'"\`.])${name}(?=[\\s'"\`{:.,>]|$)`, 'm').test(text)
}

describe.each(features)('%s', folder => {
  const own = [...styledIn(folder)].filter(name => isOf(folder, name))
  const code = sources.filter(file => folderOf(file) === folder)

  test('each rule of its style sheets is about a class of its own, and no state class stands alone', () => {
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

  test('each class it uses is styled', () => {
    const unknown = code.flatMap(file =>
      namedIn(file)
        .filter(name => !styledIn(folder).has(name) && !isShared(name))
        .map(name => `${file}: ${name}`),
    )
    expect(unknown).toEqual([])
  })

  test('each class it styles is used', () => {
    const all = code.map(read).join('\n')
    expect(own.filter(name => !names(all, name))).toEqual([])
  })
})

test('shared folders do not use features', () => {
  const ui = sheets.filter(sheet => folderOf(sheet) === shared)
  const all = ui.flatMap(elements).flatMap(({ classes }) => classes)
  expect(all.filter(name => features.some(feature => isOf(feature, name)))).toEqual([])
})

test('each class that ui/ styles is used somewhere', () => {
  const all = sources.map(read).join('\n')
  // The class of the icon library, and `n` with the number of people in a group avatar.
  const others = ['lucide', 'n2', 'n3']
  expect([...styledIn(shared)].filter(name => !names(all, name) && !others.includes(name))).toEqual([])
})

test('floating elements have a border in high contrast, which removes shadows', () => {
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

test('the high contrast rules in ui/ are about classes that its other style sheets style', () => {
  const others = sheets.filter(sheet => folderOf(sheet) === shared && !sheet.endsWith('/contrast.css'))
  const drawn = new Set(others.flatMap(elements).flatMap(({ classes }) => classes))
  const strange = elements('ui/contrast.css').flatMap(({ classes }) => classes.filter(name => !drawn.has(name)))
  expect(strange).toEqual([])
})

test('what floats over the title bar takes clicks, instead of dragging the window', () => {
  const rules = sheets.flatMap(sheet => [
    ...read(sheet)
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .matchAll(/([^{};]+)\{([^{}]*)\}/g),
  ])
  const named = (wanted: RegExp) =>
    rules.filter(([, , body = '']) => wanted.test(body)).flatMap(([, selector = '']) => classesOf(selector))
  const pressed = new Set(named(/-webkit-app-region: no-drag/))
  expect(named(/position: fixed/).filter(name => !pressed.has(name))).toEqual([])
  // Radix places these in a box of its own.
  for (const name of ['popover', 'menu', 'tooltip']) expect(pressed).toContain(name)
})

test('the title bar leaves room for the window’s buttons on both sides', () => {
  const bar = /\.app-title-bar \{([\s\S]*?)\n\}/.exec(read('app/app.css'))?.[1]
  expect(bar).toMatch(/padding-left: [^;]*env\(titlebar-area-x/)
  expect(bar).toMatch(/padding-right: [^;]*env\(titlebar-area-width/)
})

test('no rule about any element beside or counted among others: each row put into a list would restyle all of it', () => {
  const costly = sheets.flatMap(sheet =>
    [
      ...read(sheet)
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .matchAll(/([^{};]+)\{/g),
    ]
      .map(([, selector = '']) => selector.trim())
      .filter(selector => /\*\s*[+~]|[+~]\s*(?:[*:]|$)|(?:^|[\s>+~(,]):nth-/.test(selector.replace(/^@.*/s, '')))
      .map(selector => `${sheet}: ${selector}`),
  )
  expect(costly).toEqual([])
})
