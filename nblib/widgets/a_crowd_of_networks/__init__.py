"""A crowd of networks: what dropout's masks make of one trained network, and their average."""
