/** What a window gets from the system and a browser's page from the program: dialogs, the menu, notices, downloads. */
import type { Question, ToPage } from '../../electron/serve/messages';
import { Bridge } from './bridge';
import { ProgramLink, type LinkStatus } from './program-link';

type Message<T extends ToPage['type']> = Extract<ToPage, { type: T }>;

export class Desk {
  status = $state<LinkStatus>('connecting');
  /** What the program asks the person, the oldest first. */
  questions = $state.raw<{ id: number; question: Question }[]>([]);
  menus = $state.raw<Message<'menus'>['menus']>([]);
  /** What a person should read; empty for nothing. */
  notice = $state('');
  readonly link = new ProgramLink(
    (message) => this.#take(message),
    (status) => (this.status = status),
  );
  readonly bridge = new Bridge(this.link);

  constructor() {
    const say = () => this.#sayState();
    addEventListener('focus', say);
    addEventListener('blur', say);
    darkness.addEventListener('change', say);
    say();
  }

  answer(id: number, answer: unknown): void {
    this.questions = this.questions.filter((question) => question.id !== id);
    this.link.send({ type: 'answer', id, answer });
  }

  chooseInMenu(place: number[]): void {
    this.link.send({ type: 'menu', place });
  }

  #sayState(): void {
    const mayNotify = 'Notification' in window && Notification.permission === 'granted';
    this.link.send({ type: 'state', isFocused: document.hasFocus(), isDark: darkness.matches, mayNotify });
  }

  #take(message: Exclude<ToPage, { type: 'reply' }>): void {
    switch (message.type) {
      case 'event':
        return this.bridge.emit(message.name, message.payload);
      case 'question':
        return void this.#ask(message);
      case 'settled':
        this.questions = this.questions.filter(({ id }) => id !== message.id);
        return;
      case 'menus':
        this.menus = message.menus;
        return;
      case 'download':
        Object.assign(document.createElement('a'), { href: message.address, download: message.name }).click();
        this.notice = `${message.name} is in the downloads of this browser.`;
        return;
      case 'notice':
        this.notice = message.text;
        return;
      case 'notification':
        new Notification(message.title, { body: message.text });
    }
  }

  async #ask({ id, question }: Message<'question'>): Promise<void> {
    if (question.kind === 'copy') this.answer(id, await isCopied(question.text));
    else if (question.kind === 'paste') this.answer(id, await pastedPicture().catch(() => null));
    else this.questions = [...this.questions, { id, question }];
  }
}

const darkness = matchMedia('(prefers-color-scheme: dark)');

const isCopied = (text: string) =>
  navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );

/** The picture on the clipboard as a PNG file; null if there is none. Rejects if the person does not allow it. */
async function pastedPicture(): Promise<Uint8Array | null> {
  for (const item of await navigator.clipboard.read()) {
    if (!item.types.includes('image/png')) continue;
    return new Uint8Array(await (await item.getType('image/png')).arrayBuffer());
  }
  return null;
}
