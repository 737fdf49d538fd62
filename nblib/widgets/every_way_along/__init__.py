"""Every way along: the lattice of CTC, and all texts that a few frames could spell."""
