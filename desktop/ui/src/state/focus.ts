/**
 * Puts the focus on an element as soon as it can take it: a virtual list renders an item one moment after it was asked
 * to, and shows it another moment later.
 */
export function focusWhenThere(root: HTMLElement | null, selector: string, tries = 30): void {
  const element = root?.querySelector<HTMLElement>(selector);
  element?.focus({ preventScroll: true });
  if (element && document.activeElement === element) return;
  if (root && tries > 0) requestAnimationFrame(() => focusWhenThere(root, selector, tries - 1));
}
