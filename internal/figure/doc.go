// Package figure draws the tables that commands print: the same picture from the
// same rows, whoever asks for it, as SVG, PNG or PDF, with the same bytes each time.
//
// A [Figure] has rows of panels, each of them a plot of gonum.org/v1/plot, one legend
// above them and a caption below. Sizes are those of print: 85 mm for a single
// column, 174 mm for a double one, no text below 7 points. Colours can be told apart
// by the colour-blind: the palette of Okabe and Ito for categories, viridis for what
// runs from low to high (DOI 10.1371/journal.pone.0199239 discusses such maps), blue
// to red through white for what has a middle.
//
// Texts may hold ^{...} and _{...} for what is raised or lowered.
package figure
