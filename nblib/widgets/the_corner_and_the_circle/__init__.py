"""The corner and the circle: where a penalty pulls two weights, and why L1 makes zeros."""
