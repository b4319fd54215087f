package published_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/ctopo/ctopo/compare/published"
	"github.com/ctopo/ctopo/connectome/synth"
)

// ExampleVerify asks for published numbers of a circuit that no one published.
func ExampleVerify() {
	ctx := context.Background()
	c, err := synth.Example(ctx, "small")
	if err != nil {
		panic(err)
	}
	checks, err := published.Verify(ctx, c, published.Options{})
	if unknown := new(published.Unrecognized); errors.As(err, &unknown) {
		fmt.Println("nothing was published about a circuit of", unknown.Neurons, "neurons")
		return
	}
	fmt.Println(len(checks), "numbers,", checks.Differ(), "differ")
	// Output: nothing was published about a circuit of 360 neurons
}
