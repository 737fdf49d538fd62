"""What changing the images gains and costs: shifts, turns, noise, holes, mirrors, mixtures."""
