package native

import "syscall"

// populate has the system map all pages at once rather than a few at each first
// touch: all of them are going to be checked.
const populate = syscall.MAP_POPULATE
