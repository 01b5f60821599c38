import { type CSSProperties, createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'
import { hueOf, initial, initials, nameIn } from '../common/names.ts'
import type { BridgeContext } from '../preload/bridge/index.ts'
import { type ApiRequest, type ApiResult, type Endpoint, requestOf } from './api.ts'
import { connect, type Lianqun } from './client.ts'
import { LianqunError } from './errors.ts'

interface Connected {
  lianqun: Lianqun
  context: BridgeContext
}
const Place = createContext<Connected | null>(null)

/**
 * Connects, then renders its children. Sets the language and theme of the page from the client and updates
 * them. `failed` is rendered when there is no client.
 */
export function LianqunProvider(props: {
  children: ReactNode
  waiting?: ReactNode
  failed: (error: LianqunError) => ReactNode
}) {
  const [connected, setConnected] = useState<Connected | null>(null)
  const [error, setError] = useState<LianqunError | null>(null)

  useEffect(() => {
    let off = () => {}
    let mounted = true
    connect().then(
      lianqun => {
        if (!mounted) return
        const follow = (context: BridgeContext) => {
          document.documentElement.lang = context.language === 'zh' ? 'zh-CN' : 'en'
          document.documentElement.dataset.theme = context.theme
          setConnected({ lianqun, context })
        }
        follow(lianqun.context)
        off = lianqun.onContext(follow)
      },
      (reason: unknown) => {
        if (mounted) setError(reason instanceof LianqunError ? reason : new LianqunError('failed', String(reason)))
      },
    )
    return () => {
      mounted = false
      off()
    }
  }, [])

  if (error) return props.failed(error)
  if (!connected) return props.waiting ?? null
  return <Place value={connected}>{props.children}</Place>
}

function useConnected(): Connected {
  const connected = useContext(Place)
  if (!connected) throw new Error('useLianqun needs a LianqunProvider around it.')
  return connected
}

/** The client. */
export function useLianqun(): Lianqun {
  return useConnected().lianqun
}

/** The current context: language, theme, user and workspace. Renders again when it changes. */
export function useLianqunContext(): BridgeContext {
  return useConnected().context
}

export interface Loaded<T> {
  /** The last answer; it stays while a newer one is loading. */
  data: T | null
  error: LianqunError | null
  loading: boolean
  reload: () => void
  /** Changes the answer locally, after a change that the page itself made. */
  change: (next: (data: T) => T) => void
}

/**
 * Calls a GET endpoint of the workspace's API; again when the request changes, on `reload` and when the network is
 * back. A null request sends nothing.
 */
export function useApi<K extends Extract<Endpoint, `GET ${string}`>>(
  endpoint: K,
  request: ApiRequest<K> | null,
): Loaded<ApiResult<K>> {
  const lianqun = useLianqun()
  const path = request === null ? null : requestOf(endpoint, request).path
  const [attempt, setAttempt] = useState(0)
  const [state, setState] = useState<{ path: string | null; data: ApiResult<K> | null; error: LianqunError | null }>({
    path: null,
    data: null,
    error: null,
  })
  const [loading, setLoading] = useState(path !== null)
  const reload = useCallback(() => setAttempt(now => now + 1), [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt asks again
  useEffect(() => {
    if (path === null) return
    const abort = new AbortController()
    setLoading(true)
    lianqun
      .json<ApiResult<K>>(path, { signal: abort.signal })
      .then(data => setState({ path, data, error: null }))
      .catch((reason: unknown) => {
        if (abort.signal.aborted) return
        const error = reason instanceof LianqunError ? reason : new LianqunError('failed', String(reason))
        setState(before => ({ path, data: before.path === path ? before.data : null, error }))
      })
      .finally(() => {
        if (!abort.signal.aborted) setLoading(false)
      })
    return () => abort.abort()
  }, [lianqun, path, attempt])

  useEffect(() => {
    window.addEventListener('online', reload)
    return () => window.removeEventListener('online', reload)
  }, [reload])

  const change = useCallback(
    (next: (data: ApiResult<K>) => ApiResult<K>) =>
      setState(before => (before.data === null ? before : { ...before, data: next(before.data) })),
    [],
  )
  const fresh = state.path === path
  return {
    data: fresh ? state.data : null,
    error: fresh ? state.error : null,
    loading: path !== null && (loading || !fresh),
    reload,
    change,
  }
}

/** The name in the reader's script, or the other one. */
export function nameOf(named: { name: string; latinName: string }, language: 'zh' | 'en'): string {
  return nameIn(named, language) || '—'
}

/** A person's avatar, in the same hue as in the client. */
export function Avatar({ id, name, size = 40 }: { id: string; name: string; size?: number }) {
  const hue = hueOf(id)
  const look = { '--z': `${size}px`, '--b': `var(--av${hue}-bg)`, '--f': `var(--av${hue}-fg)` } as CSSProperties
  return (
    <span className="avatar" style={look} aria-hidden="true">
      {size < 26 ? initial(name) : initials(name)}
    </span>
  )
}

/** An empty or error state: title, reason and actions. */
export function State(props: {
  icon?: ReactNode
  title: string
  text?: string
  alert?: boolean
  children?: ReactNode
}) {
  return (
    <div className="state" role={props.alert ? 'alert' : undefined}>
      {props.icon}
      <b>{props.title}</b>
      {props.text && <p>{props.text}</p>}
      {props.children}
    </div>
  )
}
