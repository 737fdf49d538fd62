"""The scripts that cut the data sets in nblib/data, each once."""
