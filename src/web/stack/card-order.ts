import { useState } from 'react'
import { forget, keep, kept } from '../kept.ts'

const keyOf = (plant: string | undefined): string => (plant === undefined ? 'order' : `order.${plant}`)

/** Services in the order in which somebody has put them inside their layers, kept in this browser for each plant. */
export function useCardOrder(plant: string | undefined): {
  readonly order: readonly string[]
  readonly put: (layer: readonly string[]) => void
  readonly tidy: () => void
} {
  const key = keyOf(plant)
  const [order, setOrder] = useState(() => namesIn(kept(key)))
  const put = (layer: readonly string[]) => {
    const next = [...order.filter((name) => !layer.includes(name)), ...layer]
    setOrder(next)
    keep(key, JSON.stringify(next))
  }
  const tidy = () => {
    setOrder([])
    forget(key)
  }
  return { order, put, tidy }
}

function namesIn(text: string | undefined): readonly string[] {
  try {
    const found: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(found) ? found.filter((name) => typeof name === 'string') : []
  } catch {
    return []
  }
}
