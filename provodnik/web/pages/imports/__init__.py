"""Loading exports: file → columns → loading → result, each step an address of its own.

The file lies in the data folder from the first step on, named by its content, so that
leaving, going back and repeating lose nothing and double nothing.
"""
