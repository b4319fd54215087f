package motifs

// Other programs number the triads in other ways. Each table lists the classes
// in the other program's order.
var (
	// Brain Connectivity Toolbox, Rubinov and Sporns 2010
	// (DOI 10.1016/j.neuroimage.2009.10.003): the motif classes 1 to 13 of
	// Sporns and Kötter 2004, as motif3struct_bin and find_motif34 count them.
	bctOrder = [13]Triad{T021U, T021C, T021D, T111D, T030T, T111U, T030C, T120D, T201, T120C, T120U, T210, T300}

	// Egger et al. 2014 (DOI 10.3389/fnana.2014.00129), numbers 1 to 13.
	eggerOrder = [13]Triad{T300, T030C, T210, T120C, T120U, T120D, T030T, T201, T021C, T111U, T111D, T021U, T021D}

	// networkx.triadic_census and igraph_triad_census list the sixteen classes
	// in the order of Batagelj and Mrvar 2001 (DOI 10.1016/S0378-8733(01)00035-1).
	manOrder = [16]Triad{T003, T012, T102, T021D, T021U, T021C, T111D, T111U, T030T, T030C, T201, T120D, T120U, T120C, T210, T300}
)

func position(order []Triad, t Triad) int {
	for i, s := range order {
		if s == t {
			return i
		}
	}
	return -1
}

// BCT returns the class's number, 1 to 13, in the Brain Connectivity Toolbox;
// 0 for the three classes that do not hang together.
func (t Triad) BCT() int { return position(bctOrder[:], t) + 1 }

// TriadOfBCT returns the class of a number of the Brain Connectivity Toolbox.
// ok is false for numbers other than 1 to 13.
func TriadOfBCT(number int) (t Triad, ok bool) { return at(bctOrder[:], number-1) }

// Egger returns the class's number, 1 to 13, in Egger et al. 2014
// (DOI 10.3389/fnana.2014.00129); 0 for the three classes that do not hang
// together.
func (t Triad) Egger() int { return position(eggerOrder[:], t) + 1 }

// TriadOfEgger returns the class of a number of Egger et al. 2014. ok is false
// for numbers other than 1 to 13.
func TriadOfEgger(number int) (t Triad, ok bool) { return at(eggerOrder[:], number-1) }

// CensusIndex returns the class's place, 0 to 15, in the lists that igraph and
// networkx return (networkx.triadic_census, igraph's triad_census).
func (t Triad) CensusIndex() int { return position(manOrder[:], t) }

// TriadOfCensusIndex returns the class at a place in the lists that igraph and
// networkx return. ok is false for places other than 0 to 15.
func TriadOfCensusIndex(index int) (t Triad, ok bool) { return at(manOrder[:], index) }

func at(order []Triad, i int) (Triad, bool) {
	if i < 0 || i >= len(order) {
		return 0, false
	}
	return order[i], true
}

// Motifs returns the counts of the motifs 1 to 13 of Gal et al. 2017.
func (c Counts) Motifs() (out [13]uint64) {
	copy(out[:], c[T021C:])
	return out
}

// BCT returns the counts in the order of the Brain Connectivity Toolbox.
func (c Counts) BCT() (out [13]uint64) {
	for i, t := range bctOrder {
		out[i] = c[t]
	}
	return out
}

// Egger returns the counts in the order of Egger et al. 2014.
func (c Counts) Egger() (out [13]uint64) {
	for i, t := range eggerOrder {
		out[i] = c[t]
	}
	return out
}

// CensusOrder returns the counts in the order of igraph and networkx.
func (c Counts) CensusOrder() (out [16]uint64) {
	for i, t := range manOrder {
		out[i] = c[t]
	}
	return out
}
