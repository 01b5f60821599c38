import { z } from 'zod'
import { cleanName } from '../core/characters.ts'
import { readableItems } from '../core/fields.ts'
import { limits } from '../core/limits.ts'
import { lineSchema, requiredNameSchema } from '../core/text.ts'

/** What a bot may do, besides to hear and answer who speaks to it. */
export const botScopes = [
  /** Hears everything in its conversations and reads their history; without it what names it, or is sent to it alone. */
  'messages.read',
  /** Sends to conversations that it is in without being asked, changes what it sent, reacts. */
  'messages.write',
  /** Who is in its conversations. */
  'members.read',
  /** Looks anybody up by id, mail or name. */
  'directory.read',
  'files',
  /** Makes groups, and adds people to those that it is in. */
  'conversations.write',
] as const
export type BotScope = (typeof botScopes)[number]

/** How an argument of a command is filled in. */
export const botArgumentKinds = ['text', 'person', 'choice', 'date', 'time', 'number'] as const

/** The name of a command as it is typed after the slash: letters and digits of any script, `-` and `_`. */
export const commandNameSchema = z
  .string()
  .overwrite(text => cleanName(text).toLowerCase())
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,31}$/u, 'a word of at most 32 letters and digits')

const keySchema = z.string().regex(/^[\w.:-]{1,100}$/, 'letters, digits and . : - _')

const argumentSchema = z.object({
  name: requiredNameSchema(limits.botNameChars),
  kind: z.enum(botArgumentKinds),
  required: z.boolean().optional(),
  /** Of a `choice`. */
  choices: z
    .array(z.object({ value: requiredNameSchema(limits.botLineChars), title: requiredNameSchema(limits.botLineChars) }))
    .max(limits.botItems)
    .optional(),
})

/** A command that members type after a slash. */
export const botCommandSchema = z.object({
  name: commandNameSchema,
  description: lineSchema(limits.botLineChars),
  /** What follows the name, in a few words: `[topic] [until]`. */
  hint: lineSchema(limits.botLineChars).optional(),
  /** What is completed as it is typed, in order. */
  arguments: z.array(argumentSchema).max(10).optional(),
})
export type BotCommand = z.infer<typeof botCommandSchema>

/** An entry in the menu of a message. */
export const botShortcutSchema = z.object({ id: keySchema, title: requiredNameSchema(limits.botLineChars) })
export type BotShortcut = z.infer<typeof botShortcutSchema>

/** What a bot offers. It says so itself. */
export const botManifestSchema = z.object({
  description: lineSchema(limits.botLineChars),
  commands: z.array(botCommandSchema).max(limits.botItems),
  shortcuts: z.array(botShortcutSchema).max(limits.botItems),
  /** Whether it has a page of its own for each person. */
  home: z.boolean(),
  /** Hosts of whose links it makes previews, such as `git.example.com`. */
  unfurlHosts: z.array(z.string().regex(/^[a-z0-9.-]{1,253}$/)).max(limits.botItems),
})
export type BotManifest = z.infer<typeof botManifestSchema>

/** What is read of a manifest that was stored: entries that this version cannot read are left out. */
export const readManifestSchema = z.object({
  description: z.string().catch(''),
  commands: readableItems(botCommandSchema).catch([]),
  shortcuts: readableItems(botShortcutSchema).catch([]),
  home: z.boolean().catch(false),
  unfurlHosts: readableItems(z.string()).catch([]),
})
