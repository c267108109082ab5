/**
 * Places in columns: one that was given back is taken again before a new one, so that room follows the most at once.
 *
 * A new place is the number of those before it, so columns have to grow when it equals their length. Left out: the columns.
 */
export class Places {
  /** Places that were ever taken; each is below it. */
  size = 0;
  private readonly vacant: number[] = [];

  take(): number {
    const place = this.vacant.pop() ?? this.size;
    if (place === this.size) this.size += 1;
    return place;
  }

  give(place: number): void {
    this.vacant.push(place);
  }
}
