import { LianqunProvider } from '@lianqun/sdk/react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { Failed, Waiting } from './states.tsx'
import '@lianqun/sdk/styles.css'
import './app.css'

const place = document.getElementById('root')
if (!place) throw new Error('index.html has no #root')
createRoot(place).render(
  <StrictMode>
    <LianqunProvider waiting={<Waiting />} failed={error => <Failed error={error} />}>
      <App />
    </LianqunProvider>
  </StrictMode>,
)
