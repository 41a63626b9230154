import { createRoot } from 'react-dom/client'
import { AccessProvider } from './access/access.tsx'
import { App } from './app.tsx'
import { TextProvider } from './text/text.tsx'

createRoot(document.getElementById('root') as HTMLElement).render(
  <TextProvider>
    <AccessProvider>
      <App />
    </AccessProvider>
  </TextProvider>,
)
