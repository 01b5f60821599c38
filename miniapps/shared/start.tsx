import { LianqunProvider } from '@lianqun/sdk/react'
import { type ComponentType, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { watchComposition } from '../../common/composition.ts'
import { Failed } from './states.tsx'
import { stringsWithoutClient } from './strings.ts'
import '@lianqun/sdk/styles.css'

/** Renders an app in `#root` once the client has answered. */
export function start(App: ComponentType): void {
  const root = document.getElementById('root')
  if (!root) throw new Error('index.html has no #root')
  // Enter that only chose a candidate must not publish or choose anything.
  watchComposition()
  const waiting = (
    <div className="page">
      <div className="state" role="status" aria-label={stringsWithoutClient().loading}>
        <span className="spinner" />
      </div>
    </div>
  )
  createRoot(root).render(
    <StrictMode>
      <LianqunProvider waiting={waiting} failed={error => <Failed error={error} />}>
        <App />
      </LianqunProvider>
    </StrictMode>,
  )
}
