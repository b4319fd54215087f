// Command maketables makes the tables that package synth embeds from the published
// numbers:
//
//	go run ./maketables FOLDER DATA
//
// FOLDER holds science.md (the m-types' sizes) and, in data, reference/pathway_connections_mean.tsv,
// reference/pathway_distance_probability.csv.gz and
// portal/pathways_anatomy_factsheets_simplified.json. The tables sizes.tsv,
// pathways.tsv.gz and spreads.tsv are written to DATA.
package main
