/** Says which of several runs is better, and what makes them differ. */
import type { RunSummary } from '../../electron/api/runs';
import { listed } from '../../model/listed';
import {
  groupOf,
  knobs,
  matters,
  settingNames,
  valueLabel,
  type SettingName,
  type Settings,
} from '../../model/settings';
import { pictureSettingNames } from '../../model/settings/data';
import { bits, total, whole } from '../words/quantities';

export interface Compared {
  run: RunSummary;
  /** The lowest validation loss, bits per dimension, and its step. */
  best: { bits: number; step: number } | null;
}

/** Why the losses cannot be compared; empty when they can. */
export function obstacles(runs: readonly RunSummary[]): string[] {
  // Losses of different pictures say nothing about each other.
  const differing = pictureSettingNames
    .map((name) => ({ name, values: distinct(runs.map(({ settings }) => valueLabel(name, settings[name]))) }))
    .filter(({ values }) => values.length > 1)
    .map(({ name, values }) => `different ${knobs[name].label.toLowerCase()} (${values.join(', ')})`);
  const digests = distinct(runs.map(({ imagesDigest }) => imagesDigest));
  const unknown = runs.find(({ imagesDigest }) => imagesDigest === '');
  if (unknown) differing.push(`the images of “${unknown.name}” are not known`);
  else if (digests.length > 1) differing.push('different images');
  const hasPalette = runs.some(({ settings }) => settings.colour === 'palette');
  if (hasPalette && !differing.length && !sameSplit(runs)) differing.push('palettes of different images');
  return differing;
}

/** One or two sentences: which run is better on validation and by how much, or why that cannot be said. */
export function verdict(compared: readonly Compared[]): string {
  const reasons = obstacles(compared.map(({ run }) => run));
  if (reasons.length) return `Their losses cannot be compared: ${reasons.join('; ')}.`;
  const measured = compared
    .filter((one): one is Compared & { best: { bits: number; step: number } } => one.best !== null)
    .sort((a, b) => a.best.bits - b.best.bits);
  const silent = compared.filter(({ best }) => best === null).map(({ run }) => `“${run.name}”`);
  const without = silent.length
    ? ` ${silent.join(' and ')} ${silent.length === 1 ? 'has' : 'have'} no validation loss.`
    : '';
  const [first, second, ...more] = measured;
  if (!first || !second) return `There is nothing to compare.${without}`;
  const caution = sameSplit(compared.map(({ run }) => run))
    ? ''
    : ' They were measured on different validation images of the same folder, so a small difference means little.';
  const result = (one: typeof first) =>
    `${bits(one.best.bits)} bits per dimension at step ${whole(one.best.step)}`;
  if (bits(first.best.bits) === bits(second.best.bits) && !more.length) {
    return `“${first.run.name}” and “${second.run.name}” are equally good on validation: ${result(first)}.${caution}${without}`;
  }
  const behind = (one: typeof first) => {
    const difference = one.best.bits - first.best.bits;
    return `${bits(difference)} (${((100 * difference) / one.best.bits).toFixed(1)} %)`;
  };
  if (!more.length) {
    return (
      `“${first.run.name}” is better on validation: ${result(first)}, against ${result(second)} ` +
      `of “${second.run.name}”, ${behind(second)} less.${caution}${without}`
    );
  }
  const rest = [second, ...more].map((one) => `“${one.run.name}” by ${behind(one)}`).join(', ');
  return `“${first.run.name}” is best on validation: ${result(first)}. It beats ${rest}.${caution}${without}`;
}

/** What may have made one run better than another, as far as settings, seeds and lengths show. */
export function reason(compared: readonly Compared[]): string {
  const runs = compared.map(({ run }) => run);
  if (obstacles(runs).length) return '';
  const short = runs
    .filter(({ step, lastStep }) => step < lastStep)
    .map(({ name, step, lastStep }) => ` “${name}” has done ${whole(step)} of ${whole(lastStep)} steps.`)
    .join('');
  // The settings for evaluation and checkpoints do not change what a run learns.
  const differing = differences(runs).filter(({ name }) => groupOf(name) !== 'keeping');
  const withoutSeed = differing.filter(({ name }) => name !== 'seed');
  const [only, ...others] = withoutSeed;
  if (!differing.length) return `Their settings are the same.${short}`;
  if (!only)
    return `Only the seed differs (${differing[0]?.values.join(', ')}), so the difference is chance.${short}`;
  if (others.length) {
    return `They differ in ${listed(differing.map(({ label }) => label.toLowerCase()))}: any of these may be the reason.${short}`;
  }
  const what = `Only one setting differs${differing.length > 1 ? ' besides the seed' : ''}: ${only.label.toLowerCase()}, ${distinct(only.values).join(' against ')}.`;
  return short ? what + short : `${what} ${evidence(compared, only)}`;
}

/** Whether runs with several seeds show that a setting makes the difference. */
function evidence(compared: readonly Compared[], { label, values }: Difference): string {
  const groups = distinct(values).map((value) => compared.filter((_, index) => values[index] === value));
  const isShown = (group: readonly Compared[]) =>
    group.every(({ best }) => best !== null) &&
    distinct(group.map(({ run }) => run.settings.seed)).length > 1;
  if (!groups.every(isShown)) {
    return 'One run of each does not show that it is the reason: compare at least two seeds of each.';
  }
  const losses = groups.map((group) => group.map(({ best }) => (best as { bits: number }).bits));
  const spread = Math.max(...losses.map((own) => Math.max(...own) - Math.min(...own)));
  const [best, second] = losses.map((own) => total(own) / own.length).sort((a, b) => a - b) as [
    number,
    number,
  ];
  const found = `the means differ by ${bits(second - best)}, the seeds of one value by up to ${bits(spread)}`;
  return second - best > spread
    ? `${label} is the likely reason: ${found}.`
    : `This does not show that it is the reason: ${found}.`;
}

/** The last part of a folder's path, or all of it where another run has another folder of that name. */
export function folderName(folder: string, runs: readonly RunSummary[]): string {
  const last = (path: string) => path.split(/[\\/]/).pop() ?? path;
  const others = runs.filter(({ dataFolder }) => dataFolder !== folder);
  return others.some(({ dataFolder }) => last(dataFolder) === last(folder)) ? folder : last(folder);
}

/** A setting and its value in each of several runs. */
interface Difference {
  name: SettingName;
  label: string;
  values: string[];
}

/** The settings that are not the same in all runs and matter to at least one. */
export function differences(runs: readonly RunSummary[]): Difference[] {
  return settingNames
    .filter((name) => distinct(runs.map(({ settings }) => settings[name])).length > 1)
    .filter((name) => runs.some(({ settings }) => matters(name, settings)))
    .map((name) => ({
      name,
      label: knobs[name].label,
      values: runs.map(({ settings }) => valueIn(settings, name)),
    }));
}

/** Whether the samples of all runs were drawn with the same dice. */
export function sameDice(runs: readonly RunSummary[]): boolean {
  return distinct(runs.map(({ settings }) => settings.seed)).length === 1;
}

/** Whether the same images were kept for validation. */
function sameSplit(runs: readonly RunSummary[]): boolean {
  return (
    distinct(runs.map(({ settings: { seed, validationShare } }) => `${seed} ${validationShare}`)).length === 1
  );
}

function valueIn(settings: Settings, name: SettingName): string {
  return matters(name, settings) ? valueLabel(name, settings[name]) : '–';
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
