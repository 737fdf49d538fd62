"""Who looks where: attention from each piece of a translation to its source, beside the beam."""
