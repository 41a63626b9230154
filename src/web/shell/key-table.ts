import type { TextKey } from '../text/en.ts'
import { routes } from './routes.ts'

/** One thing that keys do, and every way to it; the keys of one way are pressed one after another. */
export interface KeyHelp {
  readonly what: TextKey
  readonly ways: readonly (readonly string[])[]
}

export interface KeyGroup {
  readonly title: TextKey
  readonly keys: readonly KeyHelp[]
}

const one = (what: TextKey, ...keys: readonly string[]): KeyHelp => ({ what, ways: keys.map((key) => [key]) })

/** Every key that does something, for the sheet. What is not here does nothing. */
export const keyGroups: readonly KeyGroup[] = [
  {
    title: 'keysAnywhere',
    keys: [
      one('keyCommand', 'Ctrl K'),
      one('keyCopyLine', 'Ctrl C'),
      one('keySheet', '?'),
      one('keyTheme', 'Ctrl Shift L'),
      one('keyEscape', 'Esc'),
    ],
  },
  {
    title: 'goTo',
    keys: routes.flatMap(({ title, called, letter }) =>
      letter === undefined ? [] : [{ what: called ?? title, ways: [['G', letter.toUpperCase()]] }],
    ),
  },
  {
    title: 'stack',
    keys: [
      one('keyPalette', 'A'),
      one('keySave', 'Ctrl S'),
      one('keyUndo', 'Ctrl Z'),
      one('keyRedo', 'Ctrl Shift Z'),
      one('keyDuplicate', 'D'),
      one('keyRename', 'F2'),
      one('keyRemove', 'Delete'),
      one('keyProblem', 'F8', 'Shift F8'),
    ],
  },
  {
    title: 'keysCanvas',
    keys: [
      one('keyZoom', '+', '-', '0'),
      one('keyTidy', 'T'),
      one('keyList', 'L'),
      one('keyWalk', '←', '→', '↑', '↓'),
      one('keyWires', 'E'),
      one('keyPlace', 'Alt ↑', 'Alt ↓'),
      one('keyGroup', 'Ctrl A'),
      one('keyFrame', 'Shift drag'),
    ],
  },
  { title: 'keysLists', keys: [one('keyRows', 'J', 'K'), one('keyOpenRow', 'Enter'), one('keyFilter', '/')] },
]
