/** File systems limit a name to 255 bytes; this leaves room for a suffix. */
const mostBytes = 120;

/** The beginning of a name that fits into a file name, cut between two characters. */
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
