"""Draw a schedule: what the learning rate does to the loss and to its noise floor, on a noisy bowl
and in recorded runs.
"""
