import type { ErrorCode, ErrorFacts } from '../errors';

/** The words of an error: what happened, why, and what to do. */
export interface ErrorText {
  title: string;
  cause: string;
  remedy: string;
}

/** Where the words are read: only a terminal has flags, only the window has buttons. */
export type Audience = 'window' | 'terminal';

/** For each error code, a function from its facts to its words. */
export type ErrorTexts = {
  [C in ErrorCode]: (facts: ErrorFacts[C], audience: Audience) => ErrorText;
};
