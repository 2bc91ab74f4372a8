/** Why the program closes the connection of a page: numbers of WebSocket's range for applications. */
export const closing = {
  /** Another page has taken over. */
  takenOver: 4001,
  /** The page's own new connection is in use. */
  renewed: 4002,
  /** The program no longer knows the page, which must begin anew. */
  gone: 4003,
  /** The page sent something that is no message. */
  broken: 4004,
} as const;
