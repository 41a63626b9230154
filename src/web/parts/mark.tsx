/** The product's mark: two services and the wire between them. */
export const Mark = () => (
  <svg width="28" height="28" viewBox="0 0 28 28" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
    <rect x="3" y="4" width="9" height="7" rx="1" />
    <rect x="16" y="17" width="9" height="7" rx="1" fill="currentColor" />
    <path d="M12 7.5h4a4.5 4.5 0 0 1 4.5 4.5v5" />
  </svg>
)
