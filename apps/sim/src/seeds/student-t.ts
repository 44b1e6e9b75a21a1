/** Two-sided probability outside the interval: 5%. */
const OUTSIDE = 0.05;

/** The standard normal distribution's 2.5% quantile. */
const NORMAL = -1.959963984540054;

/**
 * The factor of Student's t for a two-sided 95% interval.
 *
 * G. W. Hill, "Algorithm 396: Student's t-quantiles", Communications of the ACM 13 (10), 1970:
 * exact for one and two degrees of freedom, within 1e-5 of the value for more.
 *
 * @param freedom degrees of freedom, a whole number from 1
 */
export function studentFactor95(freedom: number): number {
  if (freedom === 1) return 1 / Math.tan((OUTSIDE * Math.PI) / 2);
  if (freedom === 2) return Math.sqrt(2 / (OUTSIDE * (2 - OUTSIDE)) - 2);
  const a = 1 / (freedom - 0.5);
  const b = 48 / a ** 2;
  const c = (((20_700 * a) / b - 98) * a - 16) * a + 96.36;
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * freedom;
  const tail = (d * OUTSIDE) ** (2 / freedom);
  return Math.sqrt(
    freedom * (tail > 0.05 + a ? nearCentre(freedom, a, b, c, d) : farOut(freedom, tail, d)),
  );
}

/** Hill's expansion about the normal quantile. */
function nearCentre(freedom: number, a: number, b: number, c: number, d: number): number {
  const x = NORMAL;
  const y = x ** 2;
  const own = freedom < 5 ? c + 0.3 * (freedom - 4.5) * (x + 0.6) : c;
  const e = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + own;
  const f = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / e - y - 3) / b + 1) * x;
  return Math.expm1(a * f ** 2);
}

/** Hill's expansion for the tail. */
function farOut(freedom: number, y: number, d: number): number {
  const e = 1 / (((freedom + 6) / (freedom * y) - 0.089 * d - 0.822) * (freedom + 2) * 3);
  return ((e + 0.5 / (freedom + 4)) * y - 1) * ((freedom + 1) / (freedom + 2)) + 1 / y;
}
