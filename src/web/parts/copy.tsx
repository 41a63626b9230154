import { useState } from 'react'
import { useText } from '../text/text.tsx'
import { Icon } from './icon.tsx'

/** Copies a text and says so at the same place. */
export function CopyButton({ content, label }: { readonly content: string; readonly label?: string }) {
  const text = useText()
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(content)
    setCopied(true)
    setTimeout(() => setCopied(false), 2000)
  }
  const word = text(isCopied ? 'copied' : 'copy')
  return (
    <button
      type="button"
      className={label === undefined ? 'tool mini' : 'btn s'}
      aria-label={label === undefined ? word : undefined}
      onClick={() => void copy()}
    >
      <Icon name={isCopied ? 'check' : 'copy'} />
      {label !== undefined && (isCopied ? word : label)}
    </button>
  )
}
