"""The demo school: a believable school made through our own importers and services."""
