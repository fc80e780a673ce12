/** The width of 12-pixel Helvetica, a little on the wide side. Without a browser nobody can measure text. */
export const textWidth = (text: string): number =>
  [...text].reduce((width, letter) => width + (/[ijltfr.,:;'()\s]/.test(letter) ? 4.1 : /[mwMW%A-Z@]/.test(letter) ? 9.2 : 6.8), 0);
