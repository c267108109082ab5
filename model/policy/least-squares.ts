/**
 * Least squares for a handful of unknowns: normal equations, solved by elimination with pivots.
 *
 * For fits of a few terms to some dozens of points. Left out: anything larger, where the normal equations lose digits.
 */

/** Columns that bring nothing new get the coefficient 0. */
const NOTHING_NEW = 1e-9;

/**
 * Coefficients b that make Σ (y − x·b)² least.
 *
 * @param rows     terms of each point, all of the same length
 * @param values   one for each row
 */
export const leastSquares = (
  rows: readonly (readonly number[])[],
  values: readonly number[],
): readonly number[] => {
  const terms = rows[0]?.length ?? 0;
  const matrix = Array.from({ length: terms }, (_row, i) =>
    Array.from({ length: terms + 1 }, (_column, j) =>
      rows.reduce((sum, row, k) => sum + row[i]! * (j < terms ? row[j]! : values[k]!), 0),
    ),
  );
  const scale = Math.max(...matrix.map((row, i) => row[i]!), 0);
  const used: (number | undefined)[] = [];
  for (let column = 0, row = 0; column < terms; column += 1) {
    const pivot = pivotIn(matrix, column, row);
    if (Math.abs(matrix[pivot]![column]!) <= NOTHING_NEW * scale) {
      used.push(undefined);
      continue;
    }
    [matrix[row], matrix[pivot]] = [matrix[pivot]!, matrix[row]!];
    eliminate(matrix, column, row);
    used.push(row);
    row += 1;
  }
  return used.map((row, column) => (row === undefined ? 0 : matrix[row]![terms]! / matrix[row]![column]!));
};

const pivotIn = (matrix: readonly (readonly number[])[], column: number, from: number): number => {
  let best = from;
  for (let row = from + 1; row < matrix.length; row += 1) {
    if (Math.abs(matrix[row]![column]!) > Math.abs(matrix[best]![column]!)) best = row;
  }
  return best;
};

/** Clears the column in every other row. */
const eliminate = (matrix: number[][], column: number, pivot: number): void => {
  for (let row = 0; row < matrix.length; row += 1) {
    if (row === pivot) continue;
    const factor = matrix[row]![column]! / matrix[pivot]![column]!;
    for (let j = column; j < matrix[row]!.length; j += 1) matrix[row]![j]! -= factor * matrix[pivot]![j]!;
  }
};
