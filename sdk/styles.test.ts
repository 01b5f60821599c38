import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
const sheet = read('sdk/styles.css')

test.each(['--font', '--font-latin'])('mini-apps have the font of the client: %s', name => {
  const font = (text: string) => new RegExp(`${name}: ([^;]*);`).exec(text)?.[1]
  expect(font(sheet)).toBe(font(read('renderer/ui/tokens.css')))
  expect(sheet).toContain(':root:lang(en) { --font: var(--font-latin); }')
})

test('controls that draw their border with a shadow have one in high contrast, which removes shadows', () => {
  const files = ['sdk/styles.css', ...globSync('miniapps/*/src/app.css', { cwd: root })]
  const bare = files.flatMap(file => {
    const [plain = '', ...contrast] = read(file).split('@media (forced-colors: active)')
    return [...plain.matchAll(/\.([\w-]+)[^{};,]*\{[^{}]*box-shadow: inset/g)]
      .map(([, name = '']) => name)
      .filter(name => !new RegExp(`\\.${name}[\\s,\\[:{]`).test(contrast.join('\n')))
      .map(name => `${file}: ${name}`)
  })
  expect(bare).toEqual([])
})
