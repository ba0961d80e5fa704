/** A short message that leaves by itself. */
export type Toast = {
  id: number;
  level: 'info' | 'warning' | 'error';
  text: string;
  action?: { label: string; run(): void };
};

/** The messages on the screen, oldest first. */
export class Toasts {
  list = $state.raw<readonly Toast[]>([]);
  #nextId = 0;

  info(text: string, action?: Toast['action']): void {
    this.#add('info', text, action);
  }

  warning(text: string, action?: Toast['action']): void {
    this.#add('warning', text, action);
  }

  error(text: string, action?: Toast['action']): void {
    this.#add('error', text, action);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  #add(level: Toast['level'], text: string, action: Toast['action']): void {
    const id = this.#nextId++;
    const toast: Toast = action ? { id, level, text, action } : { id, level, text };
    const others = this.list.filter((other) => other.text !== text);
    this.list = [...others, toast].slice(-MOST);
    // Time to read: a moment, and longer for a longer text or one that offers something.
    const base = level === 'info' && !action ? 3000 : 6000;
    const leave = () => {
      // Who points at them, or has come to them with the keys, is not done with them.
      if (document.querySelector('.toasts:is(:hover, :focus-within)')) setTimeout(leave, base);
      else this.dismiss(id);
    };
    setTimeout(leave, base + text.length * 40);
  }
}

const MOST = 4;
