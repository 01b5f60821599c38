import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

/*
 * The window has no schemas: they are 140 kB before the first paint, and zod tries `new Function`, which the page's
 * policy refuses and reports. What the page needs of a schema's meaning, main hands it with the data.
 */

const root = join(import.meta.dirname, '..')
const imported = /^(?:import|export) (?!type )(?:[^'"]*? from )?['"]([^'"]+)['"]/gms

/** The modules that a file brings into the bundle: those of which it imports more than types. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(imported)]
    .filter(([statement]) => !/^\w+ \{(\s*type [^,}]+,?)+\s*\} from/.test(statement))
    .map(([, specifier = '']) => specifier)
}

test('the bundle of the window has neither the protocol nor zod', () => {
  const seen = new Set<string>()
  const found: string[] = []
  const visit = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    for (const specifier of importsOf(file)) {
      if (/^(zod|@lianqun\/protocol)(\/|$)/.test(specifier)) found.push(`${relative(root, file)}: ${specifier}`)
      if (/^\..*\.tsx?$/.test(specifier)) visit(join(dirname(file), specifier))
    }
  }
  for (const file of globSync('renderer/**/*.{ts,tsx}', { cwd: root }))
    if (!/\.test\.tsx?$/.test(file)) visit(join(root, file))
  expect(found).toEqual([])
})
