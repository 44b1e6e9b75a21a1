/** A whole number with commas between its thousands. */
export function thousandsApart(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}
