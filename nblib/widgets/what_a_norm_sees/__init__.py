"""What a norm sees: which numbers of a batch a normalization looks at, and which ones follow."""
