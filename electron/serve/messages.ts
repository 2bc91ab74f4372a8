/**
 * What the program and its page in a browser send each other beside the channel's own numbers. Each side checks what it
 * receives by these schemas. In a window of Electron the preload script, the system's dialogs and the menu do this.
 */
import * as v from 'valibot';
import { mostListed, mostWords } from '../../model/limits';

const words = v.pipe(v.string(), v.maxLength(mostWords));
const id = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const list = <S extends v.GenericSchema>(item: S) => v.pipe(v.array(item), v.maxLength(mostListed));
const bytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** Endings of the files that a dialog takes; none for all. */
const endings = list(words);

/** What the program asks the person at the page. */
const question = v.variant('kind', [
  /** Which file or folder to use. */
  v.object({
    kind: v.literal('open'),
    title: words,
    action: words,
    wants: v.picklist(['file', 'folder']),
    endings,
    /** Whether the person may make a folder. */
    makesFolders: v.boolean(),
    /** Where to begin; null for the home folder. */
    folder: v.nullable(words),
  }),
  /** What the file to download is called. */
  v.object({ kind: v.literal('save'), title: words, name: words }),
  v.object({
    kind: v.literal('message'),
    message: words,
    detail: words,
    buttons: list(words),
    main: id,
    cancel: id,
  }),
  /** To put a text on the clipboard. */
  v.object({ kind: v.literal('copy'), text: v.string() }),
  /** To read a picture from the clipboard. */
  v.object({ kind: v.literal('paste') }),
]);
export type Question = v.InferOutput<typeof question>;

/** The answers, by the kind of question; null where the person cancels. */
export const answers = {
  open: v.nullable(words),
  save: v.nullable(words),
  message: v.nullable(id),
  copy: v.boolean(),
  paste: v.nullable(bytes),
};
export type AnswerTo<K extends Question['kind']> = v.InferOutput<(typeof answers)[K]>;

/** An entry of the menu. A separator has no label; `isChecked` is null for one without a mark. */
const entryParts = { label: words, keys: words, isEnabled: v.boolean(), isChecked: v.nullable(v.boolean()) };
const menus = list(
  v.object({
    label: words,
    entries: list(
      v.object({ ...entryParts, place: list(id), inner: list(v.object({ ...entryParts, place: list(id) })) }),
    ),
  }),
);
export type Menus = v.InferOutput<typeof menus>;
export type MenuEntry = Menus[number]['entries'][number];

export const toPage = v.variant('type', [
  v.object({ type: v.literal('reply'), id, answer: v.unknown() }),
  v.object({ type: v.literal('event'), name: words, payload: v.unknown() }),
  v.object({ type: v.literal('question'), id, question }),
  /** The question needs no answer any more. */
  v.object({ type: v.literal('settled'), id }),
  v.object({ type: v.literal('menus'), menus }),
  /** A file is ready at an address of the program's. */
  v.object({ type: v.literal('download'), address: words, name: words }),
  v.object({ type: v.literal('notice'), text: words }),
  v.object({ type: v.literal('notification'), title: words, text: words }),
]);
export type ToPage = v.InferOutput<typeof toPage>;

export const toProgram = v.variant('type', [
  /** A call of the contract, whose own schemas check the arguments. */
  v.object({ type: v.literal('call'), id, name: v.unknown(), args: v.unknown() }),
  v.object({ type: v.literal('answer'), id, answer: v.unknown() }),
  /** The person chose an entry of the menu, by its place in the menus. */
  v.object({ type: v.literal('menu'), place: list(id) }),
  v.object({ type: v.literal('state'), isFocused: v.boolean(), isDark: v.boolean(), mayNotify: v.boolean() }),
  /** What a folder holds; null for the home folder. Only while a question of the kind `open` waits. */
  v.object({ type: v.literal('list'), id, folder: v.nullable(words) }),
  v.object({ type: v.literal('make-folder'), id, folder: words, name: words }),
  /** A file was dropped on the page. */
  v.object({ type: v.literal('drop'), id, name: words, bytes }),
]);
export type ToProgram = v.InferOutput<typeof toProgram>;

/** What a folder of the machine that runs the program holds. */
export const listing = v.object({
  folder: words,
  /** The folders above it and itself, from the root on. */
  path: list(v.object({ name: words, folder: words })),
  places: list(v.object({ name: words, folder: words })),
  entries: list(
    v.object({
      name: words,
      place: words,
      isFolder: v.boolean(),
      bytes: v.number(),
      /** Milliseconds since 1970. */
      changed: v.number(),
    }),
  ),
  /** How many entries are left out, since there are too many. */
  left: id,
});
export type Listing = v.InferOutput<typeof listing>;
