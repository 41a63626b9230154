import { keep, kept } from '../kept.ts'

/** Whether single letters do something (WCAG 2.1.4: who speaks to the computer switches them off). */
export const areLettersOn = (): boolean => kept('letters') !== 'off'

export const switchLetters = (on: boolean): void => keep('letters', on ? 'on' : 'off')
