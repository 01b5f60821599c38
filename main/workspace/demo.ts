import { z } from 'zod'

const demoSchema = z.object({
  address: z.string(),
  account: z.string(),
  password: z.string(),
  name: z.string(),
  latinName: z.string(),
  people: z.number().int(),
})

/** A demo workspace that runs on this machine, and the account to sign in with. */
export type DemoWorkspace = z.infer<typeof demoSchema>

/** The demo workspace that `npm start` runs beside the client, from the variable LIANQUN_DEMO; else null. */
export function demoFromEnvironment(env: NodeJS.ProcessEnv): DemoWorkspace | null {
  const text = env.LIANQUN_DEMO
  return text === undefined || text === '' ? null : demoSchema.parse(JSON.parse(text))
}
