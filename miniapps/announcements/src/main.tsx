import { start } from '../../shared/start.tsx'
import { App } from './App.tsx'
import './app.css'

start(App)
