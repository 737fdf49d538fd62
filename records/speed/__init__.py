"""The record of speed: training steps of nblib beside those of other engines.

digits.py     the step of records/ladder, as bare matrix products and with HIPS autograd
networks.py   steps of a text classifier, a recurrent and a convolutional network
races.py      all of them timed in turns, at one number of threads
one_image.py  micrograd, on one image
epoch.py      an epoch over 60,000 images, weighed
measure.py    what is recorded
"""
