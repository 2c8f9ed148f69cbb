/**
 * The check character of a code: arithmetic in GF(32), the field of polynomials over GF(2) modulo
 * x^5 + x^2 + 1. A code of ten values d0 … d9 is well-formed when Σ wᵢ·dᵢ = 0 with the weights
 * wᵢ = x^(9−i). The weights are ten distinct non-zero elements, so no single wrong character and no
 * exchange of two different characters, adjacent or not, leaves the sum at zero.
 */
const REDUCTION = 0b100101;
export const CODE_LENGTH = 10;

const timesX = (value: number): number => {
  const doubled = value << 1;
  return doubled & 0b100000 ? doubled ^ REDUCTION : doubled;
};

/** Σ wᵢ·dᵢ by Horner's rule, first value with the highest power. Values are 0 … 31. */
export const weightedSum = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum = timesX(sum) ^ (values[i] ?? 0);
  return sum;
};

/** The tenth value for nine values 0 … 31: the one that makes the weighted sum zero. */
export const checkValue = (payload: ArrayLike<number>): number => timesX(weightedSum(payload));
