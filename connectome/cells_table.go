package connectome

// NeuronColumns returns columns of the ids and the m-types of neurons: the
// format's own ids where it has some, named as the caller says, and mtype. For
// nil cells neurons are numbered and have no m-type.
func (c *Cells) NeuronColumns(name string, neurons []uint32) []Column {
	if c == nil {
		ids := make([]int64, len(neurons))
		for i, v := range neurons {
			ids[i] = int64(v)
		}
		return []Column{Ints(name, ids), Constant("mtype", "", len(neurons))}
	}
	types := c.mtype.Column("mtype", neurons)
	if c.Named() {
		return []Column{Coded(name, neurons, c.names), types}
	}
	ids := make([]int64, len(neurons))
	for i, v := range neurons {
		ids[i] = c.NumericID(v)
	}
	return []Column{Ints(name, ids), types}
}

// Column returns a column of the names of neurons.
func (l Labels) Column(name string, neurons []uint32) Column {
	of := make([]uint32, len(neurons))
	for i, v := range neurons {
		of[i] = l.Of[v]
	}
	return Coded(name, of, l.Names)
}
