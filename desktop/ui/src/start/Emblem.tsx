/** Our sign: a folded dispatch. Decoration beside the name. */
export function Emblem({ size = 44 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <rect width="48" height="48" rx="10" fill="var(--accent)" />
      <path d="M10 15h28v18H10z" fill="none" stroke="var(--on-accent)" strokeWidth="2.5" strokeLinejoin="round" />
      <path d="M10 15l14 11 14-11" fill="none" stroke="var(--on-accent)" strokeWidth="2.5" strokeLinejoin="round" />
      <circle cx="24" cy="31" r="4.5" fill="var(--on-accent)" />
    </svg>
  );
}
