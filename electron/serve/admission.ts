/**
 * Who may use the program in a browser: only pages that it served itself, opened with the address that it printed. The
 * address has a token that is exchanged once for a cookie.
 */
import crypto from 'crypto';
import type { IncomingMessage } from 'http';

/** Names by which a browser on this machine, or at the end of a tunnel, reaches the program. */
const ownNames = ['127.0.0.1', 'localhost'];

export class Admission {
  /** The token of the printed address; null once it was exchanged. */
  #token: string | null = null;
  /** The value of the cookie of the last exchange; null before the first. */
  #cookie: string | null = null;

  /** @param cookieName differs between programs on this machine, since browsers send cookies to all its ports */
  constructor(private readonly cookieName: string) {}

  /** Makes a new token. The one before is worthless from then on. */
  renew(): string {
    this.#token = random();
    return this.#token;
  }

  /** Exchanges the token for the value of `Set-Cookie`; null if it is not the right one. A cookie before loses its worth. */
  exchange(token: string): string | null {
    if (this.#token === null || !isSame(token, this.#token)) return null;
    this.#token = null;
    this.#cookie = random();
    return `${this.cookieName}=${this.#cookie}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** Whether a request has the cookie. */
  isAdmitted({ headers }: IncomingMessage): boolean {
    const given = (headers.cookie ?? '').split(/; */).map((pair) => pair.split('='));
    return given.some(
      ([name, value = '']) =>
        name === this.cookieName && this.#cookie !== null && isSame(value, this.#cookie),
    );
  }
}

/**
 * Why a request comes from a foreign page or to a foreign name; null if it does not. A foreign name that leads to this
 * machine would let its owner's pages read what the program serves.
 * @param needsOrigin whether the request must name its page, as every WebSocket of a browser does
 */
export function foreignness({ headers }: IncomingMessage, needsOrigin: boolean): string | null {
  const { host = '', origin } = headers;
  if (!ownNames.includes(host.replace(/:\d+$/, ''))) return `The address has a foreign name, ${cut(host)}.`;
  if (origin === undefined ? needsOrigin : origin !== `http://${host}`)
    return `It comes from a foreign page, ${cut(origin ?? 'without a name')}.`;
  return null;
}

/** Whether a page of another address asks for a part of this one, such as a picture or a script. */
export function isForeignPart({ headers }: IncomingMessage): boolean {
  const from = headers['sec-fetch-site'];
  return from !== undefined && from !== 'same-origin' && from !== 'none';
}

const random = () => crypto.randomBytes(24).toString('base64url');

function isSame(given: string, right: string): boolean {
  const digest = (text: string) => crypto.createHash('sha256').update(text).digest();
  return crypto.timingSafeEqual(digest(given), digest(right));
}

const cut = (text: string) => text.slice(0, 100);
