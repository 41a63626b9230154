import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { TextProvider } from './text/text.tsx'

createRoot(document.getElementById('root') as HTMLElement).render(
  <TextProvider>
    <App />
  </TextProvider>,
)
