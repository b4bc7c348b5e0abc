"""Pages, components and the ways a page obtains an object."""
