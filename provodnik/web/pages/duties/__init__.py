"""Whose work it is: the matrix of duties, «Not their job», work that lies with the wrong people."""
