import { globSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { expect, test } from 'vitest'

/*
 * A class belongs to the folder that styles it by itself. Held here: no other folder styles it so, no feature uses
 * another feature's, and every rule of a folder begins at a class of its own.
 */

const root = import.meta.dirname
const files = (pattern: string) => globSync(pattern, { cwd: root }).map(file => file.split(sep).join('/'))
const folderOf = (file: string) => file.split('/')[0] ?? ''
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const classesIn = (text: string) => [...text.matchAll(/\.([a-zA-Z][\w-]*)/g)].map(match => match[1] ?? '')

/** The first part of each selector of a style sheet: what the rule begins at. Nested rules follow from their parent. */
function beginnings(file: string): string[] {
  const text = read(file).replace(/\/\*[\s\S]*?\*\//g, '')
  return [...text.matchAll(/([^{};]+)\{/g)]
    .flatMap(([, selectors = '']) => selectors.split(/,(?![^(]*\))/))
    .map(selector => selector.trim())
    .filter(selector => selector !== '' && !/^(@|:root$|from$|to$|[\d.]+%)/.test(selector))
    .map(selector => selector.split(/(?<!\([^)]*)[\s>+~]/)[0] ?? '')
}

const sheets = files('*/*.css').filter(file => !/\/(tokens|base|contrast)\.css$/.test(file))
/** Who styles a class by itself, and who begins a rule with it in company. */
const owners = new Map<string, Set<string>>()
const companions = new Map<string, Set<string>>()
for (const sheet of sheets) {
  for (const beginning of beginnings(sheet)) {
    const classes = classesIn(beginning)
    const into = classes.length === 1 ? owners : companions
    for (const name of classes) into.set(name, (into.get(name) ?? new Set()).add(folderOf(sheet)))
  }
}
/** A state (`active`, `on`) that several folders know has no owner. */
const ownerOf = (name: string) => {
  const [folder, another] = owners.get(name) ?? companions.get(name) ?? []
  return another === undefined ? (folder ?? '') : ''
}

test('a class is styled by itself in one folder only', () => {
  expect([...owners].filter(([, folders]) => folders.size > 1).map(([name]) => name)).toEqual([])
})

test.each(sheets)('every rule of %s begins at a class of its own folder', sheet => {
  const strange = beginnings(sheet).filter(beginning => {
    const classes = classesIn(beginning)
    return classes.length > 0 && !classes.some(name => ownerOf(name) === folderOf(sheet))
  })
  expect(strange).toEqual([])
})

test('what all share knows no feature: contrast.css names classes of ui/ only', () => {
  const names = beginnings('ui/contrast.css').flatMap(classesIn)
  expect(names.filter(name => !['ui', ''].includes(ownerOf(name)))).toEqual([])
})

test('no feature uses a class of another one', () => {
  const shared = new Set(['', 'ui'])
  const strange: string[] = []
  for (const file of files('*/**/*.tsx')) {
    const text = read(file)
    const literals = [...text.matchAll(/className="([^"]*)"|cx\(([^)]*)\)|className=\{([^}]*)\}/g)].flatMap(
      ([, plain, cx, expression]) =>
        plain !== undefined
          ? [plain]
          : [...(cx ?? expression ?? '').matchAll(/'([^']*)'/g)].map(match => match[1] ?? ''),
    )
    for (const name of literals.flatMap(literal => literal.split(/\s+/))) {
      const owner = ownerOf(name)
      if (!shared.has(owner) && owner !== folderOf(file)) strange.push(`${relative(root, join(root, file))}: ${name}`)
    }
  }
  expect(strange).toEqual([])
})
