/** Puts the focus on an element of a virtual list as soon as the list has rendered it. */
export function focusWhenThere(root: HTMLElement | null, selector: string, tries = 20): void {
  const element = root?.querySelector<HTMLElement>(selector);
  if (element) {
    element.focus({ preventScroll: true });
    return;
  }
  if (root && tries > 0) requestAnimationFrame(() => focusWhenThere(root, selector, tries - 1));
}
