import { useEffect, useMemo, useRef } from 'react'
import type { Issue, Outline } from '../api.ts'
import { categoryIcon } from '../parts/icon.tsx'
import { sentence } from '../parts/sentence.ts'
import { serviceOf } from '../plant/pointer.ts'
import { type Command, keepCommands, useCommands } from '../shell/told.ts'
import { type Text, useText } from '../text/text.tsx'

interface Doable {
  readonly download: () => void
  readonly downloadPlant: () => void
  readonly begin: () => void
  readonly isReady: boolean
}

/** What the palette can do with the plant that is open: go to its services and problems, and make files of it. */
export function useStackCommands(outline: Outline | undefined, issues: readonly Issue[], doable: Doable): void {
  const text = useText()
  const now = useRef(doable)
  now.current = doable
  useEffect(() => {
    if (outline)
      keepCommands(placesKey, [
        ...outline.services.map(serviceCommand),
        ...issues.map((issue) => problemCommand(issue, text)),
      ])
  }, [outline, issues, text])
  const { isReady } = doable
  const name = outline?.name ?? 'plant'
  const offered = useMemo<readonly Command[]>(
    () => [
      ...(isReady
        ? [
            {
              group: 'do',
              label: text('downloadStack', { name }),
              icon: 'download',
              line: `ign stack bundle plant.yaml -o ${name}.zip`,
              run: () => now.current.download(),
            } as const,
          ]
        : []),
      { group: 'do', label: text('savePlantFile'), icon: 'file', run: () => now.current.downloadPlant() },
      {
        group: 'do',
        label: text('newPlant'),
        icon: 'plus',
        line: 'ign stack init > plant.yaml',
        run: () => now.current.begin(),
      },
      { group: 'go', label: text('plantFile'), icon: 'diff', to: '/stack/file' },
    ],
    [text, name, isReady],
  )
  useCommands(offered)
}

/** One list for the draft, which stays reachable when another view is open. */
const placesKey = {}

const serviceCommand = ({ name, title, version, category }: Outline['services'][number]): Command => ({
  group: 'go',
  label: `${name} (${title} ${version})`,
  icon: categoryIcon(category),
  to: `/stack?service=${encodeURIComponent(name)}`,
})

function problemCommand({ message, code, path }: Issue, text: Text): Command {
  const service = serviceOf(path)
  return {
    group: 'problems',
    label: sentence(text.said(message)),
    icon: 'link',
    line: code,
    to: service === undefined ? '/stack' : `/stack?service=${encodeURIComponent(service)}`,
  }
}
