import { useEffect, useMemo, useRef } from 'react'
import { useText } from '../text/text.tsx'
import type { CameraControl } from './camera-control.ts'
import { frameOf, large, scaleOf, small } from './minimap.ts'
import type { Topology } from './topology.ts'

const map = { width: 148, height: 92 }

interface OverviewProps {
  readonly topology: Topology
  readonly camera: CameraControl
  readonly worst: ReadonlyMap<string, 'error' | 'warning'>
  readonly picked: ReadonlySet<string>
}

/** The whole picture in a corner, with a frame around what is seen. The frame follows the camera without React. */
export function Overview({ topology, camera, worst, picked }: OverviewProps) {
  const text = useText()
  const host = useRef<HTMLDivElement>(null)
  const frame = useRef<SVGRectElement>(null)
  const scale = useMemo(() => scaleOf(topology, map), [topology])
  useEffect(() => {
    const show = () => {
      const { x, y, width, height } = frameOf(scale, camera.seen(), map)
      for (const [name, value] of Object.entries({ x, y, width, height }))
        frame.current?.setAttribute(name, value.toFixed(1))
    }
    show()
    return camera.subscribe(show)
  }, [camera, scale])
  const look = ({ clientX, clientY, buttons }: React.PointerEvent) => {
    const box = host.current?.getBoundingClientRect()
    if (box && buttons === 1) camera.lookAt(large(scale, clientX - box.left, clientY - box.top))
  }
  return (
    <div
      ref={host}
      className="minimap"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        look(event)
      }}
      onPointerMove={look}
    >
      <svg width={map.width} height={map.height} role="img" aria-label={text('minimap')}>
        <title>{text('minimap')}</title>
        {[...topology.cards].map(([name, box]) => {
          const { x, y, width, height } = small(scale, box)
          const look = picked.has(name) ? 'picked' : (worst.get(name) ?? '')
          return <rect key={name} className={look} x={x} y={y} width={width} height={height} rx="1" />
        })}
        <rect ref={frame} className="frame" rx="2" />
      </svg>
    </div>
  )
}
