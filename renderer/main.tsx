import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Root } from './app/Root.tsx'
import { call, on } from './desktop.ts'
import { startNavigation } from './stores/navigation.ts'
import { startSession } from './stores/session.ts'
import { startSettings } from './stores/settings.ts'
import './ui/tokens.css'
import './ui/base.css'
import './ui/contrast.css'

const place = document.getElementById('root')
if (!place) throw new Error('index.html has no #root')
const root = createRoot(place)

startNavigation()
// Runs after all other listeners, so that their calls are sent before this one.
on('quitting', () => setTimeout(() => call('app.flushed', {}).catch(error => console.error('app.flushed', error))))
// Settings first, so that nothing is painted in the wrong language or theme.
startSettings()
  .catch(error => console.error('settings', error))
  .then(() => {
    root.render(
      <StrictMode>
        <Root />
      </StrictMode>,
    )
    return startSession()
  })
  .catch(error => console.error('session', error))
