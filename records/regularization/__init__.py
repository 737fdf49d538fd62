"""What early stopping, weight penalties, dropout and batch norm gain, alone and together."""
