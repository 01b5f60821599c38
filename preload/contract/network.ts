import { z } from 'zod'
import type { Calls, Events } from './shared.ts'
import { count, none, text } from './shared.ts'

/** A proxy on the way to the server wants an account and a password. */
export const proxyQuestionSchema = z.object({
  id: count,
  /** Host and port. */
  proxy: text,
  /** What the proxy calls itself; may be empty. */
  realm: text,
  /** Of the last answer, to correct it; else empty. */
  account: text,
  /** The proxy did not take the last answer. */
  rejected: z.boolean(),
  /** The system has safe storage, so that the password can be remembered. */
  canRemember: z.boolean(),
})

/** What is checked on the way to the server, in this order. */
export const diagnosisSteps = ['address', 'dns', 'proxy', 'tls', 'websocket', 'signin', 'clock'] as const

/** What can be found, by step. Each has a sentence in the message catalogue that says what to do. */
export const diagnosisFindings = [
  'not_reached',
  'address_ok',
  'address_wrong',
  'address_unencrypted',
  'dns_ok',
  'dns_by_proxy',
  'dns_not_found',
  'dns_no_network',
  'proxy_direct',
  'proxy_ok',
  'proxy_password',
  'proxy_refused',
  'proxy_unreachable',
  'proxy_unknown',
  'tls_ok',
  'tls_none',
  'tls_unknown',
  'tls_unreachable',
  'tls_not_tls',
  'tls_client_certificate',
  'tls_not_trusted',
  'tls_expired',
  'tls_not_yet_valid',
  'tls_wrong_name',
  'websocket_ok',
  'websocket_password',
  'websocket_client_certificate',
  'websocket_not_trusted',
  'websocket_no_network',
  'websocket_busy',
  'websocket_blocked',
  'websocket_not_a_workspace',
  'websocket_unreachable',
  'signin_ok',
  'signin_signed_out',
  'signin_failed',
  'clock_ok',
  'clock_fast',
  'clock_slow',
  'clock_unknown',
] as const

export const diagnosisStepSchema = z.object({
  step: z.enum(diagnosisSteps),
  outcome: z.enum(['ok', 'warning', 'failed', 'skipped']),
  finding: z.enum(diagnosisFindings),
  /** For the sentence: an address, a name, minutes; of `address_wrong` and `signin_failed` an error code. */
  value: text,
  /** As the system or a library words it, for an administrator; may be empty. */
  detail: text,
})

export const diagnosisSchema = z.object({
  /** The address that is checked, as it is shown to the user. */
  address: text,
  steps: z.array(diagnosisStepSchema),
  finished: z.boolean(),
})

export const networkCalls = {
  /** The open question about a proxy's password, or null. */
  'network.question': { args: none, result: z.object({ question: proxyQuestionSchema.nullable() }) },
  /** Answers the question with this id; null declines. An answer to an older question is ignored. */
  'network.answer': {
    args: z.object({
      id: count,
      credentials: z
        .object({ account: z.string().max(500), password: z.string().max(500), remember: z.boolean() })
        .nullable(),
    }),
    result: none,
  },
  /**
   * Checks the way to the server step by step; `network.diagnosisChanged` tells each step. Without an address the one
   * of the signed-in workspace is checked.
   */
  'network.diagnose': { args: z.object({ address: z.string().max(300).nullable() }), result: diagnosisSchema },
} as const satisfies Calls

export const networkEvents = {
  'network.questionChanged': z.object({ question: proxyQuestionSchema.nullable() }),
  'network.diagnosisChanged': diagnosisSchema,
} as const satisfies Events

export type ProxyQuestion = z.infer<typeof proxyQuestionSchema>
export type DiagnosisStep = z.infer<typeof diagnosisStepSchema>
export type Diagnosis = z.infer<typeof diagnosisSchema>
