"""Reviews and cases: from the request over consent to publication, and where each was used."""
