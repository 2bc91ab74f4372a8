import type { Forecast, MeasuredForecast, TrainingMemory } from '../../model/reports';
import { pick } from '../../model/pick';
import { findPreset, presets, type Preset } from '../../model/presets';
import {
  groupOf,
  matters,
  parseSettings,
  settingNames,
  type SettingName,
  type Settings,
} from '../../model/settings';
import { pictureSettingNames, type PictureSettings } from '../../model/settings/data';
import { call } from '../studio';
import { LatestRequest } from '../latest-request.svelte';

/** The entries of the form: numbers as typed, valid or not. */
export type Entries = Readonly<Record<SettingName, string | number>>;

/** The cost of a training, independent of the machine. */
export interface Cost {
  /** Multiplications of one step: every weight is used at every pixel. */
  stepWork: number;
  steps: number;
}

export function costOf({ parameters, lastStep }: Forecast, { size, batchSize }: Settings): Cost {
  return { stepWork: parameters * size ** 2 * batchSize, steps: lastStep };
}

/** A choice about the data that a preset did not undo, and what the preset would use. */
export interface KeptChoice {
  name: SettingName;
  own: string;
  preset: string;
}

const firstPreset = presets[0] as Preset;

/** The form with the settings of the next run, and their cost. */
export class RunForm {
  preset = $state(firstPreset.name);
  entries = $state.raw<Entries>(firstPreset.settings);
  forecast = $state.raw<Forecast | null>(null);
  /** The memory for a training; null until the job has answered. */
  memory = $state.raw<TrainingMemory | null>(null);
  /** What was measured last, and with which settings. */
  measured = $state.raw<{ settings: Settings; forecast: MeasuredForecast } | null>(null);
  /** The cost of each preset on the images that were read last. */
  presetCosts = $state.raw<Record<string, Cost>>({});
  /** The run that the settings came from, and its folder of images if that is gone. */
  adopted = $state.raw<{ name: string; goneFolder: string | null } | null>(null);
  /** The settings about the data that a person chose: presets leave them as they are. */
  #chosen = $state.raw<readonly SettingName[]>([]);
  readonly forecasting = new LatestRequest();
  readonly measuring = new LatestRequest();
  readonly #askingMemory = new LatestRequest();
  readonly #weighing = new LatestRequest();

  #parsed = $derived(parseSettings(this.entries));
  /** All settings, or null while one of them is wrong. */
  settings = $derived(this.#parsed.ok ? this.#parsed.settings : null);
  problems = $derived(this.#parsed.ok ? [] : this.#parsed.problems);
  /** How pictures are brought to the network, or null while that part is wrong. */
  pictures = $derived.by((): PictureSettings | null => {
    const parsed = parseSettings(pick(this.entries, pictureSettingNames));
    return parsed.ok ? pick(parsed.settings, pictureSettingNames) : null;
  });
  #unlikePreset = $derived.by(() => {
    const original = findPreset(this.preset)?.settings ?? firstPreset.settings;
    return settingNames
      .map((name) => ({ name, own: String(this.entries[name]), preset: String(original[name]) }))
      .filter(({ own, preset }) => own !== preset);
  });
  /** Where a person's choices about the data are not what the preset would use. */
  kept = $derived<readonly KeptChoice[]>(
    this.#unlikePreset.filter(({ name }) => this.#chosen.includes(name)),
  );
  /** Whether anything but those choices is not as in the preset. */
  changed = $derived(
    this.#unlikePreset.some(
      ({ name }) => !this.#chosen.includes(name) && (this.settings === null || matters(name, this.settings)),
    ),
  );

  set(name: SettingName, entry: string | number): void {
    // Of the two lengths, the one that a person gives counts.
    this.entries = { ...this.entries, ...(name === 'epochs' && { steps: 0 }), [name]: entry };
    // A palette has as many colours as there are levels: no preset may change one without the other.
    const chosen: SettingName[] = name === 'colour' && entry === 'palette' ? [name, 'levels'] : [name];
    if (isOfData(name))
      this.#chosen = [...this.#chosen.filter((other) => !chosen.includes(other)), ...chosen];
  }

  /**
   * Takes a preset's settings, except for a person's choices about the data.
   * @returns what brings the form back as it was
   */
  choosePreset(name: string): () => void {
    const { preset: presetBefore, entries, adopted } = this;
    const preset = findPreset(name);
    if (preset) {
      this.preset = name;
      this.entries = this.#withChosen(preset.settings);
      this.adopted = null;
    }
    return () => {
      this.preset = presetBefore;
      this.entries = entries;
      this.adopted = adopted;
    };
  }

  /** Gives up the choices about the data for what the preset uses. */
  usePresetsData(): void {
    const ofPreset = findPreset(this.preset)?.settings ?? firstPreset.settings;
    const chosen = Object.fromEntries(this.#chosen.map((name) => [name, ofPreset[name]]));
    this.#chosen = [];
    this.entries = { ...this.entries, ...chosen };
  }

  /** These settings with the choices about the data, as far as those can be used. */
  #withChosen(settings: Settings): Entries {
    const chosen = this.#chosen.filter((name) => this.problem(name) === null);
    return { ...settings, ...Object.fromEntries(chosen.map((name) => [name, this.entries[name]])) };
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
    this.#chosen = this.#unlikePreset.map(({ name }) => name).filter(isOfData);
    this.adopted = from;
  }

  /** Computes the cost of each preset on the images of `folder`, with a person's choices about the data. */
  async weighPresets(folder: string): Promise<void> {
    const planned = presets.flatMap(({ name, settings }) => {
      const parsed = parseSettings(this.#withChosen(settings));
      return parsed.ok ? [{ name, settings: parsed.settings }] : [];
    });
    await this.#weighing.ask(
      () =>
        Promise.all(
          planned.map(async ({ name, settings }): Promise<[string, Cost]> => [
            name,
            costOf(await call('forecast', folder, settings), settings),
          ]),
        ),
      (costs) => (this.presetCosts = Object.fromEntries(costs)),
    );
  }

  /** Asks what these settings will cost on the images of `folder`. */
  async foresee(folder: string, settings: Settings): Promise<void> {
    await Promise.all([
      this.forecasting.ask(
        () => call('forecast', folder, settings),
        (forecast) => (this.forecast = forecast),
      ),
      this.#askingMemory.ask(
        () => call('trainingMemory'),
        (memory) => (this.memory = memory),
      ),
    ]);
  }
}

function isOfData(name: SettingName): boolean {
  return groupOf(name) === 'data';
}
