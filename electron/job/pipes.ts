/** File descriptors of the job's pipes: one for messages, and one without data, which closes when the main process ends. */
export const messagePipe = 3;
export const lifeline = 4;
