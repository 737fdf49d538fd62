"""What the widgets share: the class, the bundle of a front end, traits, random numbers; and their
twins in JavaScript.
"""
