/** The job's numbers of its pipes: one for messages, and one that carries nothing and closes when the main process ends. */
export const messagePipe = 3;
export const lifeline = 4;
