import { expect, test } from 'vitest'
import type { Parts } from '../ipc/parts.ts'
import { shellHandlers } from './calls.ts'

test('the page opens web and mail addresses in the system, and nothing else', async () => {
  const opened: string[] = []
  const handlers = shellHandlers({
    openExternal: async (address: string) => void opened.push(address),
    account: { workspace: null },
  } as unknown as Parts)
  await handlers['link.open']({ url: 'https://docs.example/a' })
  await handlers['link.open']({ url: 'mailto:a@b.example?subject=x&attach=/etc/passwd' })
  expect(opened).toEqual(['https://docs.example/a', 'mailto:a@b.example?subject=x'])
  for (const url of [
    'file:///etc/passwd',
    'smb://host/share',
    'javascript:alert(1)',
    'lianqun://person/u1',
    'C:\\x',
    '',
  ])
    await expect(handlers['link.open']({ url })).rejects.toMatchObject({ code: 'bad_arguments' })
  expect(opened).toHaveLength(2)
})
