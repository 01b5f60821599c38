import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { curlOf, masked, pretty } from './curl.ts'

test('a command posts the body as it is, whatever it holds', () => {
  expect(curlOf('https://chat.example/hook/a', '{"text":"hi"}')).toBe(
    `curl -X POST 'https://chat.example/hook/a' \\\n  -H 'Content-Type: application/json' \\\n  --data-raw '{"text":"hi"}'`,
  )
})

test.each([`it's`, `'; rm -rf /; '`, '$(id) `id` \\', 'two\nlines', '@/etc/passwd'])(
  'a shell reads %j as one word',
  body => {
    // `printf` in place of curl shows each word that the shell made of the command.
    const command = curlOf('https://chat.example/hook/a', body).replace(/^curl/, String.raw`printf '%s\0'`)
    const words = execFileSync('sh', ['-c', command], { encoding: 'utf8' }).split('\0')
    expect(words.slice(0, 2)).toEqual(['-X', 'POST'])
    expect(words.slice(-3)).toEqual(['--data-raw', body, ''])
  },
)

test('headers of a delivery go along, but for those that curl writes itself', () => {
  const headers = {
    host: 'chat.example',
    'content-length': '2',
    'X-GitHub-Event': 'push',
    'content-type': 'text/plain',
  }
  const command = curlOf('https://chat.example/hook/a', '{}', headers)
  expect(command).toContain(`-H 'X-GitHub-Event: push'`)
  expect(command).toContain(`-H 'content-type: text/plain'`)
  expect(command).not.toMatch(/content-length|host:|application\/json/)
})

test.each([
  [
    'https://chat.example/cgi-bin/webhook/send?key=a9f21a2b3c4d41c7',
    'https://chat.example/cgi-bin/webhook/send?key=a9f2…41c7',
  ],
  ['https://chat.example/services/T1/B1/abcdefghijklmnop', 'https://chat.example/services/T1/B1/abcd…mnop'],
  ['https://a-rather-long-name.example/hook/x', 'https://a-rather-long-name.example/hook/x'],
  [
    'https://chat.example/robot/send?access_token=abcdefghijklmnop',
    'https://chat.example/robot/send?access_token=abcd…mnop',
  ],
])('%s is shown without its secret', (address, shown) => {
  expect(masked(address)).toBe(shown)
})

test('what is JSON is laid out, what is none stays', () => {
  expect(pretty('{"a":[1]}')).toEqual({ text: '{\n  "a": [\n    1\n  ]\n}', json: true })
  expect(pretty('payload=%7B')).toEqual({ text: 'payload=%7B', json: false })
})
