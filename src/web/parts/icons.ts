/** Line icons of 16 px: the inside of an SVG. */
export const icons = {
  home: '<path d="M2.5 7.5 8 3l5.5 4.5M4 6.8V13h8V6.8"/>',
  stack: '<path d="M2.5 5.5 8 2.8l5.5 2.7L8 8.2zM2.5 8.2 8 10.9l5.5-2.7M2.5 10.8 8 13.5l5.5-2.7"/>',
  search: '<circle cx="7" cy="7" r="4.2"/><path d="m10.2 10.2 3.3 3.3"/>',
  undo: '<path d="M5.5 3 2.8 5.8l2.7 2.7M3 5.8h6.2a3.6 3.6 0 0 1 0 7.2H6"/>',
  redo: '<path d="m10.5 3 2.7 2.8-2.7 2.7M13 5.8H6.8a3.6 3.6 0 0 0 0 7.2H10"/>',
  download: '<path d="M8 2.5v7.5M4.8 7 8 10.2 11.2 7M2.5 13.2h11"/>',
  upload: '<path d="M8 10.2V2.7M4.8 5.7 8 2.5l3.2 3.2M2.5 13.2h11"/>',
  x: '<path d="m4 4 8 8M12 4l-8 8"/>',
  right: '<path d="m6 3.5 4.5 4.5L6 12.5"/>',
  down: '<path d="M3.5 6 8 10.5 12.5 6"/>',
  up: '<path d="M3.5 10 8 5.5 12.5 10"/>',
  arrow: '<path d="M2.5 8h10.5M9.5 4.5 13 8l-3.5 3.5"/>',
  plus: '<path d="M8 3v10M3 8h10"/>',
  more: '<path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2.2"/>',
  sun: '<circle cx="8" cy="8" r="2.8"/><path d="M8 1.8v1.4M8 12.8v1.4M1.8 8h1.4M12.8 8h1.4M3.6 3.6l1 1M11.4 11.4l1 1M12.4 3.6l-1 1M4.6 11.4l-1 1"/>',
  moon: '<path d="M13 9.6A5.6 5.6 0 0 1 6.4 3 5.6 5.6 0 1 0 13 9.6z"/>',
  copy: '<rect x="5.5" y="5.5" width="8" height="8" rx="1"/><path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2"/>',
  key: '<circle cx="5.5" cy="10.5" r="3"/><path d="m7.7 8.3 5.3-5.3M11 5l2 2"/>',
  diff: '<path d="M8 3v5M5.5 5.5h5M5.5 12h5"/>',
  trash: '<path d="M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.6 9h5.8l.6-9"/>',
  file: '<path d="M4 2.5h5.5L12 5v8.5H4zM9.5 2.5V5H12"/>',
  folder: '<path d="M2 4h4l1.5 1.5H14v7H2z"/>',
  tidy: '<rect x="2.5" y="2.5" width="4" height="3"/><rect x="9.5" y="6.5" width="4" height="3"/><rect x="2.5" y="10.5" width="4" height="3"/><path d="M6.5 4H8v8H6.5M8 8h1.5"/>',
  fit: '<path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10"/>',
  minus: '<path d="M3 8h10"/>',
  proxy:
    '<path d="M2 8h4M6 8l5-4.5M6 8h6M6 8l5 4.5"/><circle cx="12.5" cy="3.2" r="1.2"/><circle cx="13" cy="8" r="1.2"/><circle cx="12.5" cy="12.8" r="1.2"/>',
  identity: '<circle cx="8" cy="5.5" r="2.6"/><path d="M3 13.5c.3-2.8 2.3-4 5-4s4.7 1.2 5 4"/>',
  scada: '<rect x="2" y="2.8" width="12" height="8.2" rx="1"/><path d="M5.5 13.5h5M8 11v2.5M4.5 8l2-2.2 2 1.5 3-3"/>',
  database:
    '<ellipse cx="8" cy="4" rx="5" ry="1.9"/><path d="M3 4v8c0 1 2.2 1.9 5 1.9s5-.9 5-1.9V4M3 8c0 1 2.2 1.9 5 1.9S13 9 13 8"/>',
  broker:
    '<circle cx="8" cy="8" r="1.7"/><path d="M4.8 11.2a4.5 4.5 0 0 1 0-6.4M11.2 4.8a4.5 4.5 0 0 1 0 6.4M2.7 13.3a7.5 7.5 0 0 1 0-10.6M13.3 2.7a7.5 7.5 0 0 1 0 10.6"/>',
  metrics: '<path d="M2.5 13.5V9M6.2 13.5v-8M9.8 13.5V7M13.5 13.5v-11"/>',
  flow: '<rect x="1.8" y="3" width="4.5" height="3.6" rx=".8"/><rect x="9.7" y="9.4" width="4.5" height="3.6" rx=".8"/><path d="M6.3 4.8c3.4 0 0 6.4 3.4 6.4"/>',
  mail: '<rect x="2" y="3.5" width="12" height="9" rx="1"/><path d="m2.5 4.5 5.5 4 5.5-4"/>',
  vault:
    '<rect x="2.5" y="2.5" width="11" height="11" rx="1"/><circle cx="8" cy="8" r="2.5"/><path d="M8 5.5V4M8 12v-1.5M10.5 8H12M4 8h1.5"/>',
  link: '<path d="M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.2-2.2A2.6 2.6 0 0 0 9 3.3l-.8.8M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.3 9A2.6 2.6 0 0 0 7 12.7l.8-.8"/>',
  keyboard:
    '<rect x="1.8" y="4" width="12.4" height="8" rx="1"/><path d="M4.2 6.5h.01M6.7 6.5h.01M9.2 6.5h.01M11.7 6.5h.01M5 9.5h6"/>',
  check: '<path d="m3 8.5 3.2 3.2L13 4.8"/>',
  operations:
    '<path d="M2.5 5.5h11M2.5 10.5h11"/><circle cx="6" cy="5.5" r="1.6"/><circle cx="10.5" cy="10.5" r="1.6"/>',
  development: '<path d="m5.5 5-3 3 3 3M10.5 5l3 3-3 3M9 3.5l-2 9"/>',
  audit: '<path d="M4 2.5h5.5L12 5v8.5H4zM9.5 2.5V5H12M6 8h4M6 10.5h4"/>',
  settings:
    '<path d="M2.5 4.5H9M12 4.5h1.5M2.5 11.5H4M7 11.5h6.5"/><circle cx="10.5" cy="4.5" r="1.5"/><circle cx="5.5" cy="11.5" r="1.5"/>',
  jobs: '<path d="M2.5 4h2M2.5 8h2M2.5 12h2M7 4h6.5M7 8h6.5M7 12h4"/>',
  eye: '<path d="M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8z"/><circle cx="8" cy="8" r="1.9"/>',
  eyeOff:
    '<path d="M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8z"/><circle cx="8" cy="8" r="1.9"/><path d="m3 13 10-10"/>',
  lock: '<rect x="3.5" y="7" width="9" height="6.5" rx="1"/><path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2"/>',
  offline: '<path d="M2 2l12 12M3 7a8 8 0 0 1 3-1.7M13 7a8 8 0 0 0-3.5-1.9M5.3 9.5a4.5 4.5 0 0 1 2.2-1M8 12.5h.01"/>',
  clock: '<circle cx="8" cy="8" r="5.5"/><path d="M8 5v3.2l2.2 1.3"/>',
  refresh: '<path d="M13 3v3.5H9.5M3 13V9.5h3.5M12.7 6.5A5 5 0 0 0 4 5M3.3 9.5A5 5 0 0 0 12 11"/>',
  signOut: '<path d="M9.5 3H3.5v10h6M6.5 8H14M11.2 5.2 14 8l-2.8 2.8"/>',
  language:
    '<circle cx="8" cy="8" r="5.5"/><path d="M2.5 8h11M8 2.5c3.4 3.3 3.4 7.7 0 11M8 2.5c-3.4 3.3-3.4 7.7 0 11"/>',
  print: '<path d="M4.5 6V2.5h7V6M4.5 11.5h-2v-5h11v5h-2"/><path d="M4.5 9.5h7v4h-7z"/>',
  terminal: '<rect x="2" y="3" width="12" height="10" rx="1"/><path d="m4.5 6 2 2-2 2M8.5 10.5h3"/>',
  save: '<path d="M3 2.5h8l2.5 2.5v8.5H3zM5.5 2.5v3.5h5V2.5M5 13.5v-4h6v4"/>',
  stop: '<rect x="4" y="4" width="8" height="8" rx="1"/>',
  list: '<path d="M6.5 4.5h7M6.5 8h7M6.5 11.5h7M2.5 4.5h1.5M2.5 8h1.5M2.5 11.5h1.5"/>',
} as const
export type IconName = keyof typeof icons
