/** Which of several runs is better, in words, and what makes them differ. */
import type { RunSummary } from '../electron/api';
import { applies, knobs, settingNames, type SettingName, type Settings } from '../model/settings';
import { bits, whole } from './quantities';

export interface Compared {
  run: RunSummary;
  /** The lowest validation loss, bits per dimension, and its step. */
  best: { bits: number; step: number } | null;
}

/** Settings that decide what a picture is: losses of different pictures say nothing about each other. */
const ofPictures = ['size', 'levels', 'colour', 'fit', 'background'] as const satisfies SettingName[];

/** Why the losses cannot be held against each other; empty when they can. */
export function obstacles(runs: readonly RunSummary[]): string[] {
  const differing = ofPictures
    .map((name) => ({ name, values: distinct(runs.map(({ settings }) => settings[name])) }))
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
  const told = (one: typeof first) =>
    `${bits(one.best.bits)} bits per dimension at step ${whole(one.best.step)}`;
  if (bits(first.best.bits) === bits(second.best.bits) && !more.length) {
    return `“${first.run.name}” and “${second.run.name}” are equally good on validation: ${told(first)}.${caution}${without}`;
  }
  const behind = (one: typeof first) => {
    const difference = one.best.bits - first.best.bits;
    return `${bits(difference)} (${((100 * difference) / one.best.bits).toFixed(1)} %)`;
  };
  if (!more.length) {
    return (
      `“${first.run.name}” is better on validation: ${told(first)}, against ${told(second)} ` +
      `of “${second.run.name}”, ${behind(second)} less.${caution}${without}`
    );
  }
  const rest = [second, ...more].map((one) => `“${one.run.name}” by ${behind(one)}`).join(', ');
  return `“${first.run.name}” is best on validation: ${told(first)}. It beats ${rest}.${caution}${without}`;
}

/** What may have made one run better than another, as far as their settings and lengths tell. */
export function reason(runs: readonly RunSummary[]): string {
  if (obstacles(runs).length) return '';
  const short = runs
    .filter(({ step, lastStep }) => step < lastStep)
    .map(({ name, step, lastStep }) => ` “${name}” has done ${whole(step)} of ${whole(lastStep)} steps.`)
    .join('');
  // How often a run is watched and kept does not change what it learns.
  const differing = differences(runs).filter(({ name }) => knobs[name].group !== 'keeping');
  const [only] = differing;
  if (!only) return `Their settings are the same.${short}`;
  if (differing.length > 1) {
    const labels = differing.map(({ label }) => label.toLowerCase());
    return `They differ in ${labels.slice(0, -1).join(', ')} and ${labels[labels.length - 1]}: any of these may be why.${short}`;
  }
  const values = only.values.join(' against ');
  if (only.name === 'seed') return `Only the seed differs (${values}), so the difference is chance.${short}`;
  return short
    ? `Only one setting differs: ${only.label.toLowerCase()}, ${values}.${short}`
    : `Only one setting differs, so it is why: ${only.label.toLowerCase()}, ${values}.`;
}

/** The last part of a folder's path, or all of it where another run has another folder of that name. */
export function folderName(folder: string, runs: readonly RunSummary[]): string {
  const last = (path: string) => path.split(/[\\/]/).pop() ?? path;
  const others = runs.filter(({ dataFolder }) => dataFolder !== folder);
  return others.some(({ dataFolder }) => last(dataFolder) === last(folder)) ? folder : last(folder);
}

/** The settings that are not the same in all runs and have a say in at least one. */
export function differences(
  runs: readonly RunSummary[],
): { name: SettingName; label: string; values: string[] }[] {
  return settingNames
    .filter((name) => distinct(runs.map(({ settings }) => settings[name])).length > 1)
    .filter((name) => runs.some(({ settings }) => applies(name, settings)))
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
  return applies(name, settings) ? String(settings[name]) : '–';
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
