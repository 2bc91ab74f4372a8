import type {
  Checkpoints,
  Comparison,
  ImageInspection,
  PictureSource,
} from '../../../electron/api/inspection';
import { isComparable, type Quantity } from './pixel-map';
import { call } from '../../studio';
import { LatestRequest } from '../../latest-request.svelte';

/** What an inspection is compared with: nothing, the picture before the last stroke, a checkpoint or another run. */
export type Against =
  | { kind: 'nothing' }
  | { kind: 'stroke' }
  | { kind: 'checkpoint'; step: number }
  | { kind: 'run'; run: string };

interface Subject {
  run: string;
  source: PictureSource;
  answer: ImageInspection;
}

/** The map beside the picture, and the requests for it. */
export class MapChoice {
  quantity = $state<Quantity>('surprise');
  /** The level whose probability is shown. */
  level = $state(0);
  channel = $state(0);
  against = $state.raw<Against>({ kind: 'nothing' });
  /** Probabilities of `knownLevel`, [H,W,C]: that of `level`, once the answer is there. */
  probabilities = $state.raw<Float32Array | null>(null);
  knownLevel = $state(0);
  comparison = $state.raw<Comparison | null>(null);
  checkpoints = $state.raw<Checkpoints | null>(null);

  readonly levelling = new LatestRequest();
  readonly comparing = new LatestRequest();
  readonly listing = new LatestRequest();
  error = $derived(this.levelling.error ?? this.comparing.error ?? this.listing.error);
  #subject: Subject | null = null;

  /** Changes to another run, with its own checkpoints to compare. */
  async openRun(run: string | null): Promise<void> {
    this.#subject = null;
    this.checkpoints = this.comparison = this.probabilities = null;
    this.against = { kind: 'nothing' };
    this.level = this.channel = 0;
    for (const question of [this.levelling, this.comparing, this.listing]) question.forget();
    if (run === null) return;
    await this.listing.ask(
      () => call('listCheckpoints', run),
      (checkpoints) => (this.checkpoints = checkpoints),
    );
  }

  /** Reads what the map needs of another picture. */
  async follow(subject: Subject): Promise<void> {
    this.#subject = subject;
    await Promise.all([this.#askLevel(), this.#compare()]);
  }

  async show(quantity: Quantity): Promise<void> {
    this.quantity = quantity;
    await Promise.all([this.#askLevel(), this.#compare()]);
  }

  async showLevel(level: number): Promise<void> {
    this.level = level;
    await this.#askLevel();
  }

  async compareWith(against: Against): Promise<void> {
    this.against = against;
    this.comparison = null;
    await this.#compare();
  }

  async #askLevel(): Promise<void> {
    const { level } = this;
    const subject = this.#subject;
    if (!subject || this.quantity !== 'probability') return;
    await this.levelling.ask(
      () => call('inspectLevel', { question: subject.answer.question, level }),
      (probabilities) => {
        this.probabilities = probabilities;
        this.knownLevel = level;
      },
    );
  }

  async #compare(): Promise<void> {
    const { against } = this;
    const subject = this.#subject;
    if (!subject || !isComparable(this.quantity)) return;
    if (against.kind === 'nothing' || against.kind === 'stroke') {
      this.comparing.forget();
      return;
    }
    const [run, which] =
      against.kind === 'run' ? ([against.run, 'last'] as const) : ([subject.run, against.step] as const);
    await this.comparing.ask(
      () => call('compareImage', run, subject.source, which),
      (comparison) => (this.comparison = comparison),
    );
  }
}
