import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { EditorState } from '@codemirror/state'
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useRef } from 'react'
import type { Issue } from '../api.ts'
import { useText } from '../text/text.tsx'

interface PlantFileProps {
  readonly plant: string
  readonly issues: readonly Issue[]
  /** Line to show, for a problem that was selected. */
  readonly line: number | undefined
  readonly onChange: (text: string) => void
}

/** The plant file as text. What is typed shows on the canvas, what is set there shows here. */
export function PlantFile({ plant, issues, line, onChange }: PlantFileProps) {
  const text = useText()
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView>(null)
  const change = useRef(onChange)
  change.current = onChange
  /** What was typed and has not come back yet: while there is some, the editor is ahead of the plant. */
  const typed = useRef<string[]>([])
  const shown = useRef(plant)
  shown.current = plant
  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once; later texts come in below
  useEffect(() => {
    if (!host.current) return
    // in a shadow tree the editor's styles are style sheets, which the content security policy allows
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' })
    const tell = (now: string) => {
      typed.current = now === shown.current ? [] : [...typed.current, now]
      change.current(now)
    }
    const view = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc: plant,
        extensions: [...extensions, label(text('plantFile')), onEdit(tell)],
      }),
    })
    editor.current = view
    return () => view.destroy()
  }, [])
  useEffect(() => {
    const view = editor.current
    const at = typed.current.lastIndexOf(plant)
    typed.current = at < 0 ? [] : typed.current.slice(at + 1)
    if (at >= 0 || !view || view.state.doc.toString() === plant) return
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: plant } })
  }, [plant])
  useEffect(() => {
    const view = editor.current
    if (view) view.dispatch(setDiagnostics(view.state, diagnostics(view.state, issues)))
  }, [issues])
  useEffect(() => {
    const view = editor.current
    if (!view || line === undefined) return
    const { from } = view.state.doc.line(Math.min(line, view.state.doc.lines))
    view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) })
    view.focus()
  }, [line])
  return <div className="editor" ref={host} />
}

function diagnostics({ doc }: EditorState, issues: readonly Issue[]): Diagnostic[] {
  return issues.flatMap(({ line, column = 1, severity, message, hint }) => {
    if (line === undefined || line > doc.lines) return []
    const { from, to } = doc.line(line)
    const start = Math.min(to, from + column - 1)
    return [{ from: start, to: Math.max(start, to), severity, message: hint ? `${message}. ${hint}` : message }]
  })
}

const label = (name: string) => EditorView.contentAttributes.of({ 'aria-label': name, tabindex: '0' })

const onEdit = (tell: (text: string) => void) =>
  EditorView.updateListener.of(({ docChanged, state, transactions }) => {
    if (
      docChanged &&
      transactions.some(
        (one) =>
          one.isUserEvent('input') ||
          one.isUserEvent('delete') ||
          one.isUserEvent('undo') ||
          one.isUserEvent('redo') ||
          one.isUserEvent('move'),
      )
    )
      tell(state.doc.toString())
  })

const extensions = [
  lineNumbers(),
  history(),
  bracketMatching(),
  highlightActiveLine(),
  highlightSelectionMatches(),
  lintGutter(),
  indentUnit.of('  '),
  keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, indentWithTab]),
  yaml(),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: tags.definition(tags.propertyName), color: 'var(--accent)' },
      { tag: tags.comment, color: 'var(--text-3)' },
      { tag: [tags.string, tags.content], color: 'var(--text)' },
    ]),
  ),
  EditorView.theme({
    '&': { height: '100%', background: 'var(--sunken)', color: 'var(--text)', fontSize: '12px' },
    '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
    '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '20px' },
    '.cm-gutters': { background: 'var(--panel)', color: 'var(--text-3)', borderRight: '1px solid var(--line)' },
    '.cm-activeLine, .cm-activeLineGutter': { background: 'var(--hover)' },
    '.cm-cursor': { borderLeftColor: 'var(--text)' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
      background: 'var(--accent-soft)',
    },
    '.cm-tooltip': { background: 'var(--raised)', color: 'var(--text)', border: '1px solid var(--edge)' },
    '.cm-panels': { background: 'var(--panel)', color: 'var(--text)' },
  }),
]
