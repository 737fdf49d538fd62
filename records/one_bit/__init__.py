"""Over which distance recurrent cells carry one bit."""
