import { describe, expect, test } from 'vitest'
import { platformError } from '../../platform/index.ts'
import { overlayPath, readPlantFiles } from './plant-files.ts'

const reader = (files: Readonly<Record<string, string>>) => ({
  read: (path: string): string => {
    const text = files[path]
    if (text === undefined) throw platformError('platform.file-missing', `cannot read ${path}`)
    return text
  },
  list: (folder: string): string[] | undefined => {
    const names = Object.keys(files).flatMap((path) =>
      path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : [],
    )
    return names.length > 0 ? names : undefined
  },
})

describe('the files of a plant', () => {
  test('are the plant file alone where nothing else is named', () => {
    expect(readPlantFiles('a/plant.yaml', [], reader({ 'a/plant.yaml': 'name: p\n' }))).toEqual({
      text: 'name: p\n',
      file: 'a/plant.yaml',
    })
  })

  test('are the overlays of the environments, in their order, beside the plant file', () => {
    const files = { 'a/line.yml': 'name: p\n', 'a/line.staging.yml': 'name: s\n', 'a/line.berlin.yml': '' }

    expect(readPlantFiles('a/line.yml', ['staging', 'berlin'], reader(files))).toEqual({
      text: 'name: p\n',
      file: 'a/line.yml',
      overlays: [
        { text: 'name: s\n', file: 'a/line.staging.yml' },
        { text: '', file: 'a/line.berlin.yml' },
      ],
      environments: ['staging', 'berlin'],
    })
  })

  test('are the definitions in the folder that the plant names', () => {
    const files = {
      'a/plant.yaml': 'catalog: { folder: ./own }\n',
      'a/own/press-api.yaml': 'title: Press\n',
      'a/own/notes.txt': 'x',
    }

    expect(readPlantFiles('a/plant.yaml', [], reader(files))).toMatchObject({
      definitions: { 'press-api': { text: 'title: Press\n', file: 'a/own/press-api.yaml' } },
    })
  })

  test('lack a folder that is not there', () => {
    const files = { 'plant.yaml': 'catalog: { folder: own }\n' }

    expect(readPlantFiles('plant.yaml', [], reader(files))).toMatchObject({ definitions: 'missing' })
  })

  test('are not all there where an overlay is missing', () => {
    expect(() => readPlantFiles('plant.yaml', ['prod'], reader({ 'plant.yaml': '' }))).toThrow(
      expect.objectContaining({ code: 'platform.file-missing', message: expect.stringContaining('plant.prod.yaml') }),
    )
  })

  test('from standard input have none beside them', () => {
    expect(() => readPlantFiles('-', ['staging'], reader({ '-': '' }))).toThrow(
      expect.objectContaining({ code: 'action.usage', exitCode: 2 }),
    )
  })
})

test.each(['', '.', '..', '../x', 'a/b', 'a b', '-x', 'x'.repeat(50)])('%j is no name of an environment', (name) => {
  expect(() => overlayPath('plant.yaml', name)).toThrow(expect.objectContaining({ code: 'action.usage' }))
})
