/** Knobs: descriptions of settings, by which they are shown, parsed and checked. */
import { numberIn } from '../number-text';

interface Described {
  /** A short label for a form. */
  label: string;
  /** One line for a person: what the setting does and why to change it. */
  meaning: string;
  /** Whether few people change it, so that a form may hide it at first. */
  isFineTuning?: boolean;
}

export interface NumberKnob extends Described {
  kind: 'integer' | 'number';
  default: number;
  min: number;
  max: number;
  unit: string;
}

export interface ChoiceKnob<T extends string = string> extends Described {
  kind: 'choice';
  default: T;
  /** The label of each value for a person; files and the command line use the values. */
  options: Readonly<Record<T, string>>;
}

/** A colour as #rrggbb. */
export interface ColourKnob extends Described {
  kind: 'colour';
  default: string;
}

export type Knob = NumberKnob | ChoiceKnob | ColourKnob;

/** The kind of knob that an entry of a table describes. */
export type KnobOf<Line> = Line extends { kind: 'choice'; options: infer Options }
  ? ChoiceKnob<keyof Options & string>
  : Line extends { kind: 'colour' }
    ? ColourKnob
    : NumberKnob;

/** The settings that a table of knobs describes. */
export type ValuesOf<Table> = { [Name in keyof Table]: KnobOf<Table[Name]>['default'] };

/** A condition on a setting beyond its own range, which may depend on other settings. */
export interface Check<Settings> {
  setting: keyof Settings & string;
  isRight(settings: Settings): boolean;
  /** A phrase that completes "must be …". */
  expected: string;
}

/** Converts a value to the one a run stores, or returns undefined if it is out of range. Numbers may be text. */
export function parseValue(knob: Knob, value: unknown): number | string | undefined {
  if (knob.kind === 'choice') return Object.keys(knob.options).find((option) => option === value);
  if (knob.kind === 'colour') {
    return typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : undefined;
  }
  const parsed = typeof value === 'string' ? numberIn(value, knob.kind === 'integer') : value;
  if (typeof parsed !== 'number' || !Number.isFinite(parsed)) return undefined;
  if (knob.kind === 'integer' && !Number.isInteger(parsed)) return undefined;
  return parsed >= knob.min && parsed <= knob.max ? parsed : undefined;
}

/** Describes the values of a knob in a phrase that completes "must be …". */
export function expectation(knob: Knob): string {
  if (knob.kind === 'choice') return `one of ${Object.keys(knob.options).join(', ')}`;
  if (knob.kind === 'colour') return 'a colour as #rrggbb';
  return `${knob.kind === 'integer' ? 'a whole number' : 'a number'} from ${knob.min} to ${knob.max}`;
}
