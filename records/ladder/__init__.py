"""The record of the ladder: an engine that grows quick, a habit at a time.

engine.py      the engine of the textbook, with every habit as a switch
optimizers.py  its update rules
steps.py       one training step: of each rung, of nblib, of PyTorch
race.py        timing in turns
measure.py     what is recorded
"""
