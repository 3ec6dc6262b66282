/** The cells of the tables in a page whose first column has this title; `nth` counts such tables from 0. */
export function tableAfter(text: string, title: string, nth = 0): string[][] {
  const lines = text.split('\n');
  const heads = lines.flatMap((line, index) => (line.startsWith(`| ${title} |`) ? [index] : []));
  const head = heads[nth];
  if (head === undefined) throw new Error(`there is no table ${nth} that begins with "${title}"`);
  const rows: string[][] = [];
  for (const line of lines.slice(head + 2)) {
    if (!line.startsWith('|')) break;
    rows.push(
      line
        .slice(1, line.lastIndexOf('|'))
        .split('|')
        .map((cell) => cell.trim()),
    );
  }
  return rows;
}
