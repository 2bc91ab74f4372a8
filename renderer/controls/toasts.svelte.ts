/** A short message about what was done. */
export interface Toast {
  id: number;
  text: string;
  /** What a person may do about it, such as undo it. */
  action: { name: string; run: () => void } | null;
}

/** The messages in sight. They come over the page, so that nothing moves, and go by themselves. */
export class Toasts {
  /** Oldest first. */
  list = $state.raw<readonly Toast[]>([]);
  #last = 0;

  show(text: string, action: Toast['action'] = null): void {
    // The same words again are a new message, and an old one would hide it.
    const others = this.list.filter((toast) => toast.text !== text);
    this.list = [...others.slice(-2), { id: ++this.#last, text, action }];
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}
