"""Forecasts of what buyers will still buy. Arithmetic on arrays; no journal, no database.

Owns two published models and their fit by maximum likelihood: how often a buyer buys and
whether they still do (`bgnbd`), and what a purchase brings (`gammagamma`). A naive
baseline stands beside them (`naive`), because a model that does no better than «everybody
goes on as so far» is not worth a word.

Sources: Fader, Hardie, Lee (2005), “Counting Your Customers” the Easy Way; Fader, Hardie
(2013), The Gamma-Gamma Model of Monetary Value.
"""
