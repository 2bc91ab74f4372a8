/** File systems limit a name to 255 bytes, and a letter takes up to four: room is left for what is put behind it. */
const mostBytes = 120;

/** The beginning of a name that fits into a file's, cut between two letters. */
export function cutName(name: string): string {
  let bytes = 0;
  let cut = '';
  for (const letter of name) {
    bytes += Buffer.byteLength(letter);
    if (bytes > mostBytes) return cut;
    cut += letter;
  }
  return cut;
}
