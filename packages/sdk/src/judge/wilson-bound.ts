/** The 97.5th percentile of the standard normal: two-sided 95%, as `scores` of a catalogue have. */
const Z = 1.959964;

/**
 * Lower end of the 95% Wilson interval of a mean in [0, 1] over `count` observations; 0 for none.
 * `count` may be a fraction: an effective number of weighted observations.
 *
 * Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
 * Journal of the American Statistical Association 22 (1927). It is made for shares of yes and no.
 * Scores in between vary less about the same mean (their variance is at most mean × (1 - mean)),
 * so for them it is the more cautious.
 */
export function wilsonLowerBound(mean: number, count: number): number {
  if (!(count > 0)) return 0;
  const spread = Z * Math.sqrt((mean * (1 - mean)) / count + (Z * Z) / (4 * count * count));
  const bound = (mean + (Z * Z) / (2 * count) - spread) / (1 + (Z * Z) / count);
  return Math.min(mean, Math.max(0, bound));
}
