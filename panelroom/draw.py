"""Cases drawn at random, so that anyone can re-compute the draw."""
