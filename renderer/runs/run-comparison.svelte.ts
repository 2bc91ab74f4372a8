import { RunView } from './run-view.svelte';

/** As many curves as have distinct colours. */
const most = 8;

/** The runs that a person marked in the list, and those that are compared. */
export class RunComparison {
  /** Ids in the order in which they were marked. */
  marked = $state.raw<readonly string[]>([]);
  /** Null while the list is on show. */
  views = $state.raw<readonly RunView[] | null>(null);
  /** The step whose samples are shown; null for the newest. */
  step = $state<number | null>(null);
  /** Which losses are drawn. */
  losses = $state<'validation' | 'training'>('validation');

  isFull = $derived(this.marked.length >= most);

  mark(id: string, isMarked: boolean): void {
    const others = this.marked.filter((other) => other !== id);
    this.marked = isMarked && others.length < most ? [...others, id] : others;
  }

  clear(): void {
    this.marked = [];
  }

  /** Forgets marks of runs that are gone. */
  keepOnly(ids: readonly string[]): void {
    if (this.marked.some((id) => !ids.includes(id))) {
      this.marked = this.marked.filter((id) => ids.includes(id));
    }
  }

  async begin(): Promise<void> {
    const views = this.marked.map((id) => new RunView(id));
    this.views = views;
    this.step = null;
    await Promise.all(views.map((view) => view.read()));
  }

  end(): void {
    this.views = null;
  }
}
