import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Root } from './app/Root.tsx'
import { startNavigation } from './stores/navigation.ts'
import { startPresence } from './stores/presence.ts'
import { startQuitting } from './stores/quitting.ts'
import { startSession } from './stores/session.ts'
import { startSettings } from './stores/settings.ts'
import './ui/tokens.css'
import './ui/base.css'
import './ui/contrast.css'

const place = document.getElementById('root')
if (!place) throw new Error('index.html has no #root')
const root = createRoot(place)

startNavigation()
startQuitting()
// Settings first, so that nothing is painted in the wrong language or theme.
startSettings()
  .catch(error => console.error('settings', error))
  .then(() => {
    root.render(
      <StrictMode>
        <Root />
      </StrictMode>,
    )
    startPresence()
    return startSession()
  })
  .catch(error => console.error('session', error))
