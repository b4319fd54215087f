// Package compare contrasts reconstructed circuits with controls: which statistics
// of a reconstruction its control does not have, by how much, and how sure that is.
//
// # Statistics
//
// Tests are two-sided and say how many observations they rest on: [PairedT],
// [Wilcoxon] and [SignFlip] for pairs, [MannWhitney] and [Permutation] for two
// samples, [KolmogorovSmirnov] and [Wasserstein] for distributions, [Rank] for one
// value against draws. They are exact where samples are small. [EffectPaired] and
// [EffectUnpaired] are effect sizes, [StudentInterval], [RatioInterval] and [MeanInterval] give intervals,
// [BenjaminiHochberg] adjusts for many tests, and [Components] splits variance
// into that between animals and that within them.
//
// Standard deviations have ddof 1. What is not defined is NaN.
package compare
