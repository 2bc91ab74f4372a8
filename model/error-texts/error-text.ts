import type { ErrorCode, ErrorFacts } from '../errors';

/** What a person reads about an error: what happened, why, and what to do. */
export interface ErrorText {
  title: string;
  cause: string;
  remedy: string;
}

/** Where the words are read: only a terminal can do something with a flag, only the window has buttons. */
export type Audience = 'window' | 'terminal';

/** For each code of an error the words about its facts. */
export type ErrorTexts = {
  [C in ErrorCode]: (facts: ErrorFacts[C], audience: Audience) => ErrorText;
};
