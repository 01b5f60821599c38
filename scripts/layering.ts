import { globSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, posix, sep } from 'node:path'
import { parseSync, Visitor } from 'vite'
import { exceptions, tests, walls } from './walls.ts'

/*
 * Compares every import of the project with `walls.ts`. As a script it prints refused imports and fails; the unit
 * test beside it checks the same.
 */

export interface Import {
  specifier: string
  /** A type-only import, without code at run time. */
  typeOnly: boolean
}

interface Fault {
  file: string
  specifier: string
  reason: string
}

const root = join(import.meta.dirname, '..')
const posixPath = (path: string) => path.split(sep).join('/')
const notOurs = /(^|[\\/])(node_modules|dist|out|release|\.git)$/
const exclude = (path: string) => notOurs.test(path)

/** Every source file of the project, relative to its root, with forward slashes. */
export function sourceFiles(): string[] {
  return globSync('**/*.{ts,tsx,mts,js,mjs,cjs}', { cwd: root, exclude }).map(posixPath).sort()
}

/** Placeholder for a specifier that is computed at run time. */
const computed = '(computed)'

let found: Import[] = []

function add(source: { type: string; value?: unknown }, typeOnly: boolean): void {
  const specifier = source.type === 'Literal' && typeof source.value === 'string' ? source.value : computed
  found.push({ specifier, typeOnly })
}

const isTypeOnly = (one: { importKind?: string; exportKind?: string }) =>
  one.importKind === 'type' || one.exportKind === 'type'
const areTypesOnly = (some: readonly object[]) => some.length > 0 && some.every(isTypeOnly)

/** Adds imports to `found`. */
const collector = new Visitor({
  ImportDeclaration: node => add(node.source, isTypeOnly(node) || areTypesOnly(node.specifiers)),
  ExportNamedDeclaration: node => {
    if (node.source !== null) add(node.source, isTypeOnly(node) || areTypesOnly(node.specifiers))
  },
  ExportAllDeclaration: node => add(node.source, isTypeOnly(node)),
  ImportExpression: ({ source }) => add(source, false),
  TSImportType: ({ source }) => add(source, true),
  TSExternalModuleReference: ({ expression }) => add(expression, false),
  CallExpression: ({ callee, arguments: [first] }) => {
    if (callee.type === 'Identifier' && callee.name === 'require' && first !== undefined) add(first, false)
  },
})

/** The imports of a source file: `import`, `export … from`, `import()`, `require()` and in types. */
export function importsOf(file: string, text = readFileSync(join(root, file), 'utf8')): Import[] {
  const { program, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`)
  found = []
  collector.visit(program)
  return found
}

/** The entries of our own packages: `@lianqun/sdk/react` is `sdk/react.tsx`. */
const ownPackages = new Map<string, string>()
for (const path of globSync(['*/package.json', 'miniapps/*/package.json'], { cwd: root, exclude })) {
  const { name, exports = {} } = JSON.parse(readFileSync(join(root, path), 'utf8')) as {
    name: string
    exports?: Record<string, string>
  }
  const folder = posix.dirname(posixPath(path))
  for (const [entry, file] of Object.entries(exports))
    ownPackages.set(posix.join(name, entry), posix.join(folder, file))
}

/** Resolves a specifier to a path in the project, `node:…`, or the name of a package. */
export function resolveImport(file: string, specifier: string): string {
  if (/^\.{0,2}\//.test(specifier)) return posix.join(specifier.startsWith('/') ? '' : posix.dirname(file), specifier)
  const own = ownPackages.get(specifier)
  if (own !== undefined) return own
  const named = isBuiltin(specifier) ? `node:${specifier.replace(/^node:/, '')}` : specifier
  return named
    .split('/')
    .slice(0, named.startsWith('@') ? 2 : 1)
    .join('/')
}

const signs: Record<string, string> = { '**': '.*', '*': '[^/]*', '{': '(?:', '}': ')', ',': '|' }
const compiled = new Map<string, RegExp>()

/** Whether a pattern of the table (`*`, `**`, `{a,b}`) matches a path or a package. */
export function covers(pattern: string, target: string): boolean {
  let regexp = compiled.get(pattern)
  if (regexp === undefined) {
    regexp = new RegExp(`^${pattern.replace(/\*\*|[*{},.()]/g, sign => signs[sign] ?? `\\${sign}`)}$`)
    compiled.set(pattern, regexp)
  }
  return regexp.test(target)
}

/** The wall of a file, and the folder that matched its `of`: `server/features/apps`. */
function wallOf(file: string): { of: string; may: readonly string[]; own: string } | null {
  for (const { of, may } of walls) {
    const own = file.split('/').slice(0, of.split('/').length).join('/')
    if (covers(of, own)) return { of, may, own }
  }
  return null
}

function allowedTo(file: string, may: readonly string[]): string[] {
  const allowed = [...may, ...exceptions.filter(({ from }) => from === file).map(({ to }) => to)]
  if (tests.files.some(pattern => covers(pattern, file))) allowed.push(...tests.may, `${file.split('/')[0]}/**`)
  return allowed
}

/** Why a file may not import something, or null when it may. */
export function refusal(file: string, { specifier, typeOnly }: Import): string | null {
  const wall = wallOf(file)
  if (wall === null) return 'no wall has this file'
  const target = resolveImport(file, specifier)
  if (wallOf(target)?.own === wall.own) return null
  const allowed = allowedTo(file, wall.may)
  if (allowed.some(pattern => covers(pattern, target))) return null
  if (!allowed.some(pattern => covers(pattern, `type ${target}`))) return `${wall.of} may not import ${target}`
  return typeOnly ? null : `${wall.of} may import types of ${target} alone`
}

/** All imports that cross a wall. */
export function faults(): Fault[] {
  return sourceFiles().flatMap(file =>
    importsOf(file).flatMap(one => {
      const reason = refusal(file, one)
      return reason === null ? [] : [{ file, specifier: one.specifier, reason }]
    }),
  )
}

if (import.meta.main) {
  const crossings = faults()
  for (const { file, specifier, reason } of crossings) console.error(`${file}: '${specifier}': ${reason}`)
  if (crossings.length > 0) console.error('What may import what is in scripts/walls.ts.')
  process.exitCode = crossings.length > 0 ? 1 : 0
}
