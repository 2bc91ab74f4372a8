import type { Forecast, MeasuredForecast } from '../../electron/api';
import { findPreset, presets, type Preset } from '../../model/presets';
import { parseSettings, type SettingName, type Settings } from '../../model/settings';
import { call } from '../studio';
import { Question } from './question.svelte';

/** The settings that say how pictures are brought to the network. */
export const pictureSettingNames = ['size', 'levels', 'colour', 'fit', 'background'] as const;
export type PictureSettings = Pick<Settings, (typeof pictureSettingNames)[number]>;
/** What stands in the form: numbers as typed, right or not. */
export type Entries = Readonly<Record<SettingName, string | number>>;

/** What a training comes to, whatever the machine. */
export interface Cost {
  /** Multiplications of one step: every weight is used at every pixel. */
  stepWork: number;
  steps: number;
}

export function costOf({ parameters, lastStep }: Forecast, { size, batchSize }: Settings): Cost {
  return { stepWork: parameters * size ** 2 * batchSize, steps: lastStep };
}

const firstPreset = presets[0] as Preset;

/** The settings of the next run, as they stand in the form, and what they will cost. */
export class Recipe {
  preset = $state(firstPreset.name);
  entries = $state.raw<Entries>(firstPreset.settings);
  forecast = $state.raw<Forecast | null>(null);
  /** What was measured last, and with which settings. */
  measured = $state.raw<{ settings: Settings; forecast: MeasuredForecast } | null>(null);
  /** What each preset comes to on the images that were read last. */
  presetCosts = $state.raw<Record<string, Cost>>({});
  /** The run whose settings these were at first, and its folder of images if that has gone. */
  adopted = $state.raw<{ name: string; goneFolder: string | null } | null>(null);
  readonly forecasting = new Question();
  readonly measuring = new Question();
  readonly #weighing = new Question();

  #parsed = $derived(parseSettings(this.entries));
  /** All settings, or null while one of them is wrong. */
  settings = $derived(this.#parsed.ok ? this.#parsed.settings : null);
  problems = $derived(this.#parsed.ok ? [] : this.#parsed.problems);
  /** How pictures are brought to the network, or null while that part is wrong. */
  pictures = $derived.by((): PictureSettings | null => {
    const { size, levels, colour, fit, background } = this.entries;
    const parsed = parseSettings({ size, levels, colour, fit, background });
    if (!parsed.ok) return null;
    const { settings } = parsed;
    return {
      size: settings.size,
      levels: settings.levels,
      colour: settings.colour,
      fit: settings.fit,
      background: settings.background,
    };
  });
  /** Whether the entries are still those of the preset. */
  changed = $derived.by(() => {
    const original: Record<string, unknown> = { ...findPreset(this.preset)?.settings };
    return Object.entries(this.entries).some(([name, entry]) => String(entry) !== String(original[name]));
  });

  set(name: SettingName, entry: string | number): void {
    this.entries = { ...this.entries, [name]: entry };
  }

  choosePreset(name: string): void {
    const preset = findPreset(name);
    if (!preset) return;
    this.preset = name;
    this.entries = preset.settings;
    this.adopted = null;
  }

  /** The phrase that completes "must be …", or null when the entry is right. */
  problem(name: SettingName): string | null {
    return this.problems.find((problem) => problem.setting === name)?.expected ?? null;
  }

  /**
   * Measures for some seconds what such a network costs on this machine.
   * @returns the machine's pace, in multiplications a millisecond, unless it was cancelled or failed
   */
  async measure(folder: string, settings: Settings): Promise<number | undefined> {
    const [forecast, measured] =
      (await this.measuring.ask(() =>
        Promise.all([call('forecast', folder, settings), call('measureForecast', folder, settings)]),
      )) ?? [];
    if (!forecast || !measured) return undefined;
    this.measured = { settings, forecast: measured };
    return costOf(forecast, settings).stepWork / measured.stepMilliseconds;
  }

  async cancelMeasuring(): Promise<void> {
    this.measuring.forget();
    await call('cancelForecast');
  }

  /** Takes over the settings of a run for another one. */
  adopt(settings: Settings, preset: string, from: { name: string; goneFolder: string | null }): void {
    this.preset = findPreset(preset)?.name ?? firstPreset.name;
    this.entries = settings;
    this.adopted = from;
  }

  /** Finds out what each preset comes to on the images of `folder`. */
  async weighPresets(folder: string): Promise<void> {
    await this.#weighing.ask(
      () =>
        Promise.all(
          presets.map(async ({ name, settings }): Promise<[string, Cost]> => [
            name,
            costOf(await call('forecast', folder, settings), settings),
          ]),
        ),
      (costs) => (this.presetCosts = Object.fromEntries(costs)),
    );
  }

  /** Asks what these settings will cost on the images of `folder`. */
  async foresee(folder: string, settings: Settings): Promise<void> {
    await this.forecasting.ask(
      () => call('forecast', folder, settings),
      (forecast) => (this.forecast = forecast),
    );
  }
}
