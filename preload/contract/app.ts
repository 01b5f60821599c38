import { z } from 'zod'
import type { Calls, Events } from './shared.ts'
import { count, none, text } from './shared.ts'

export const appCalls = {
  'app.info': {
    args: none,
    result: z.object({ version: text, platform: z.enum(['mac', 'windows', 'linux']), language: z.enum(['zh', 'en']) }),
  },
  /** Text that helps an administrator to find a fault: versions, states, the latest log. No messages. */
  'app.diagnostics': { args: none, result: z.object({ text: z.string() }) },
  /** The entries of the application menu; `keys` as Electron writes them. */
  'app.commands': {
    args: none,
    result: z.array(z.object({ id: text, title: z.object({ zh: text, en: text }), keys: text.nullable() })),
  },
  /** Does what an entry of the menu does. @throws bad_arguments for one that is not there */
  'app.command': { args: z.object({ id: z.string().max(60) }), result: none },
  /** Whether the system shows notifications; `refused` is of the last one. */
  'notifications.state': { args: none, result: z.object({ state: z.enum(['working', 'unsupported', 'refused']) }) },
  /** `html`: the same with its format, for programs that take it. */
  'clipboard.write': {
    args: z.object({ text: z.string().max(1_000_000), html: z.string().max(4_000_000).optional() }),
    result: none,
  },
  /** Opens an http, https or mailto address in the system's browser. */
  'link.open': { args: z.object({ url: z.string().max(4_000) }), result: none },
  /** The page's answer to the event `quitting`. `unsaved`: how many drafts could not be saved. */
  'app.flushed': { args: z.object({ unsaved: count }), result: none },
} as const satisfies Calls

export const appEvents = {
  /** The app is about to quit: save drafts, then call `app.flushed`. */
  quitting: none,
} as const satisfies Events
