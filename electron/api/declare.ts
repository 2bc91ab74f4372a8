/** Declares calls and events: a call has the schemas of its arguments and the type of its result. */
import * as v from 'valibot';
import { text } from '../../model/files/record-parts';
import { mostExcluded } from '../../model/limits';

type Schemas = readonly v.GenericSchema[];

export interface Call<S extends Schemas, Result> {
  schemas: S;
  /** Exists for the compiler alone. */
  result?: Result;
}

export interface Event<Payload> {
  /** Exists for the compiler alone. */
  payload?: Payload;
}

/** Declares a call with arguments of these schemas: `call<Result>()(schema, schema)`. */
export function call<Result = undefined>() {
  return <const S extends Schemas>(...schemas: S): Call<S, Result> => ({ schemas });
}

/** Declares an event that the program sends to the page. */
export function event<Payload = undefined>(): Event<Payload> {
  return {};
}

/** The arguments that a caller passes; those with a default may be left out. */
export type ArgumentsOf<C> =
  C extends Call<infer S, unknown> ? { -readonly [K in keyof S]: v.InferInput<S[K]> } : never;
/** The arguments that a handler receives. */
type ParsedOf<C> =
  C extends Call<infer S, unknown> ? { -readonly [K in keyof S]: v.InferOutput<S[K]> } : never;
export type ResultOf<C> = C extends Call<Schemas, infer Result> ? Result : never;
export type PayloadOf<E> = E extends Event<infer Payload> ? Payload : never;

/** The handlers of the calls of a feature. */
export type HandlersOf<Calls> = {
  [N in keyof Calls]: (...args: ParsedOf<Calls[N]>) => ResultOf<Calls[N]> | Promise<ResultOf<Calls[N]>>;
};

export const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4294967295));
/** Settings as entered in a form; `parseSettings` checks them. */
export const settings = v.record(v.string(), v.union([v.string(), v.number()]));
/** Files and classes of a data folder that a person excluded. */
export const excluded = v.pipe(v.array(text), v.maxLength(mostExcluded));
