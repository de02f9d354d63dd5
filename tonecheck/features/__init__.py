"""The feature blocks, one file a kind; `base` says what a block is."""
