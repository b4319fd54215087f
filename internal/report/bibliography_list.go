package report

// bibliography holds the sources of what ctopo computes.
var bibliography = []Reference{
	{Key: "gal2017", Cite: "Gal et al. 2017", Authors: "Gal, E. and London, M. and Globerson, A. and Ramaswamy, S. and Reimann, M. W. and Muller, E. and Markram, H. and Segev, I.", Title: "Rich cell-type-specific network topology in neocortical microcircuitry", Journal: "Nature Neuroscience", Year: 2017, Volume: "20", Pages: "1004–1013", DOI: "10.1038/nn.4576"},
	{Key: "reimann2017cliques", Cite: "Reimann et al. 2017a", Authors: "Reimann, M. W. and Nolte, M. and Scolamiero, M. and Turner, K. and Perin, R. and Chindemi, G. and Dłotko, P. and Levi, R. and Hess, K. and Markram, H.", Title: "Cliques of neurons bound into cavities provide a missing link between structure and function", Journal: "Frontiers in Computational Neuroscience", Year: 2017, Volume: "11", Pages: "48", DOI: "10.3389/fncom.2017.00048"},
	{Key: "reimann2017diversity", Cite: "Reimann et al. 2017b", Authors: "Reimann, M. W. and Horlemann, A.-L. and Ramaswamy, S. and Muller, E. B. and Markram, H.", Title: "Morphological diversity strongly constrains synaptic connectivity and plasticity", Journal: "Cerebral Cortex", Year: 2017, Volume: "27", Pages: "4570–4585", DOI: "10.1093/cercor/bhx150"},
	{Key: "markram2015", Cite: "Markram et al. 2015", Authors: "Markram, H. and Muller, E. and Ramaswamy, S. and Reimann, M. W. and others", Title: "Reconstruction and simulation of neocortical microcircuitry", Journal: "Cell", Year: 2015, Volume: "163", Pages: "456–492", DOI: "10.1016/j.cell.2015.09.029"},
	{Key: "ramaswamy2015", Cite: "Ramaswamy et al. 2015", Authors: "Ramaswamy, S. and others", Title: "The neocortical microcircuit collaboration portal: a resource for rat somatosensory cortex", Journal: "Frontiers in Neural Circuits", Year: 2015, Volume: "9", Pages: "44", DOI: "10.3389/fncir.2015.00044"},
	{Key: "gal2019", Cite: "Gal et al. 2019", Authors: "Gal, E. and Perin, R. and Markram, H. and London, M. and Segev, I.", Title: "Neuron geometry underlies a universal local architecture in neuronal networks", Journal: "bioRxiv", Year: 2019, Pages: "656058", DOI: "10.1101/656058"},
	{Key: "milo2002", Cite: "Milo et al. 2002", Authors: "Milo, R. and Shen-Orr, S. and Itzkovitz, S. and Kashtan, N. and Chklovskii, D. and Alon, U.", Title: "Network motifs: simple building blocks of complex networks", Journal: "Science", Year: 2002, Volume: "298", Pages: "824–827", DOI: "10.1126/science.298.5594.824"},
	{Key: "fagiolo2007", Cite: "Fagiolo 2007", Authors: "Fagiolo, G.", Title: "Clustering in complex directed networks", Journal: "Physical Review E", Year: 2007, Volume: "76", Pages: "026107", DOI: "10.1103/PhysRevE.76.026107"},
	{Key: "watts1998", Cite: "Watts and Strogatz 1998", Authors: "Watts, D. J. and Strogatz, S. H.", Title: "Collective dynamics of 'small-world' networks", Journal: "Nature", Year: 1998, Volume: "393", Pages: "440–442", DOI: "10.1038/30918"},
	{Key: "newman2003review", Cite: "Newman 2003a", Authors: "Newman, M. E. J.", Title: "The structure and function of complex networks", Journal: "SIAM Review", Year: 2003, Volume: "45", Pages: "167–256", DOI: "10.1137/S003614450342480"},
	{Key: "newman2003mixing", Cite: "Newman 2003b", Authors: "Newman, M. E. J.", Title: "Mixing patterns in networks", Journal: "Physical Review E", Year: 2003, Volume: "67", Pages: "026126", DOI: "10.1103/PhysRevE.67.026126"},
	{Key: "latora2001", Cite: "Latora and Marchiori 2001", Authors: "Latora, V. and Marchiori, M.", Title: "Efficient behavior of small-world networks", Journal: "Physical Review Letters", Year: 2001, Volume: "87", Pages: "198701", DOI: "10.1103/PhysRevLett.87.198701"},
	{Key: "humphries2008", Cite: "Humphries and Gurney 2008", Authors: "Humphries, M. D. and Gurney, K.", Title: "Network 'small-world-ness': a quantitative method for determining canonical network equivalence", Journal: "PLoS ONE", Year: 2008, Volume: "3", Pages: "e0002051", DOI: "10.1371/journal.pone.0002051"},
	{Key: "colizza2006", Cite: "Colizza et al. 2006", Authors: "Colizza, V. and Flammini, A. and Serrano, M. A. and Vespignani, A.", Title: "Detecting rich-club ordering in complex networks", Journal: "Nature Physics", Year: 2006, Volume: "2", Pages: "110–115", DOI: "10.1038/nphys209"},
	{Key: "strona2014", Cite: "Strona et al. 2014", Authors: "Strona, G. and Nappo, D. and Boccacci, F. and Fattorini, S. and San-Miguel-Ayanz, J.", Title: "A fast and unbiased procedure to randomize ecological binary matrices with fixed row and column totals", Journal: "Nature Communications", Year: 2014, Volume: "5", Pages: "4114", DOI: "10.1038/ncomms5114"},
	{Key: "song2005", Cite: "Song et al. 2005", Authors: "Song, S. and Sjöström, P. J. and Reigl, M. and Nelson, S. and Chklovskii, D. B.", Title: "Highly nonrandom features of synaptic connectivity in local cortical circuits", Journal: "PLoS Biology", Year: 2005, Volume: "3", Pages: "e68", DOI: "10.1371/journal.pbio.0030068"},
	{Key: "wilcoxon1945", Cite: "Wilcoxon 1945", Authors: "Wilcoxon, F.", Title: "Individual comparisons by ranking methods", Journal: "Biometrics Bulletin", Year: 1945, Volume: "1", Pages: "80–83", DOI: "10.2307/3001968"},
	{Key: "hedges1981", Cite: "Hedges 1981", Authors: "Hedges, L. V.", Title: "Distribution theory for Glass's estimator of effect size and related estimators", Journal: "Journal of Educational Statistics", Year: 1981, Volume: "6", Pages: "107–128", DOI: "10.3102/10769986006002107"},
	{Key: "benjamini1995", Cite: "Benjamini and Hochberg 1995", Authors: "Benjamini, Y. and Hochberg, Y.", Title: "Controlling the false discovery rate: a practical and powerful approach to multiple testing", Journal: "Journal of the Royal Statistical Society B", Year: 1995, Volume: "57", Pages: "289–300", DOI: "10.1111/j.2517-6161.1995.tb02031.x"},
	{Key: "shrout1979", Cite: "Shrout and Fleiss 1979", Authors: "Shrout, P. E. and Fleiss, J. L.", Title: "Intraclass correlations: uses in assessing rater reliability", Journal: "Psychological Bulletin", Year: 1979, Volume: "86", Pages: "420–428", DOI: "10.1037/0033-2909.86.2.420"},
}

// Source returns the source of that key in the project's own bibliography.
func Source(key string) (Reference, bool) {
	for _, r := range bibliography {
		if r.Key == key {
			return r, true
		}
	}
	return Reference{}, false
}
