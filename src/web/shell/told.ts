import { useEffect, useSyncExternalStore } from 'react'
import type { IconName } from '../parts/icons.ts'
import type { Text } from '../text/text.tsx'

/** What views tell the frame around them: where one is, and what can be done there. */
class Told<Value> {
  #values: readonly { readonly by: object; readonly value: Value }[] = []
  readonly #listeners = new Set<() => void>()

  readonly set = (by: object, value: Value | undefined): void => {
    const others = this.#values.filter((one) => one.by !== by)
    this.#values = value === undefined ? others : [...others, { by, value }]
    for (const tell of this.#listeners) tell()
  }

  readonly all = (): readonly { readonly value: Value }[] => this.#values

  readonly subscribe = (tell: () => void): (() => void) => {
    this.#listeners.add(tell)
    return () => void this.#listeners.delete(tell)
  }
}

export interface Crumb {
  readonly label: string
  readonly to?: string
  /** Id of the plant that it names: it offers the way to the other ones. */
  readonly plant?: string
}

/** The way to a plant that the server keeps. */
export const plantCrumbs = (
  text: Text,
  { id, name }: { readonly id: string; readonly name: string },
): readonly Crumb[] => [
  { label: text('plants'), to: '/' },
  { label: name, plant: id },
]

export interface Command {
  readonly group: 'plants' | 'go' | 'do' | 'problems'
  readonly label: string
  readonly icon: IconName
  /** Stands beside the label, more quietly. */
  readonly detail?: string
  /** The command that does the same, or the code of a problem. */
  readonly line?: string
  /** Keys that do the same, pressed one after another. */
  readonly keys?: readonly string[]
  /** Where it leads. */
  readonly to?: string
  readonly run?: () => void
}

const crumbs = new Told<readonly Crumb[]>()
const commands = new Told<readonly Command[]>()

/** Names where one is; the last crumb is the view itself. */
export function useCrumbs(...labels: readonly Crumb[]): void {
  const key = JSON.stringify(labels)
  useEffect(() => {
    const by = {}
    crumbs.set(by, JSON.parse(key) as readonly Crumb[])
    return () => crumbs.set(by, undefined)
  }, [key])
}

/** Offers commands as long as the view is there. Give the same list as long as nothing about it has changed. */
export function useCommands(offered: readonly Command[]): void {
  useEffect(() => {
    const by = {}
    commands.set(by, offered)
    return () => commands.set(by, undefined)
  }, [offered])
}

/** Commands that outlive their view: they only lead somewhere. */
export function keepCommands(by: object, kept: readonly Command[]): void {
  commands.set(by, kept)
}

export const useToldCrumbs = (): readonly Crumb[] | undefined =>
  useSyncExternalStore(crumbs.subscribe, crumbs.all).at(-1)?.value

export const useToldCommands = (): readonly Command[] =>
  useSyncExternalStore(commands.subscribe, commands.all).flatMap(({ value }) => value)
